"""Where everything is (网址). Each room has its own list."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from tuanbao.platform.web import views

# Administrators sign in as everybody does, with the second step; the admin's own form knows passwords only.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", views.home, name="home"),
    path("language/", views.language, name="language"),
    path("accounts/", include("tuanbao.platform.accounts.urls")),  # before the library's, one of which it closes
    path("accounts/", include("allauth.urls")),
    path("companies/", include("tuanbao.platform.companies.urls")),
    path("hr/", include("tuanbao.platform.console.urls")),
    path("hr/people/", include("tuanbao.platform.people.urls")),
    path("hr/programmes/", include("tuanbao.platform.programmes.urls")),
    path("hr/choice/", include("tuanbao.platform.choice.urls")),
    path("hr/cover/", include("tuanbao.platform.cover.urls")),
    path("hr/money/", include("tuanbao.platform.money.urls")),
    path("hr/jobs/", include("tuanbao.platform.jobs.urls")),
    path("protection/", include("tuanbao.platform.protection.urls")),
    path("my/family/", include("tuanbao.platform.people.family_urls")),
    path("my/choose/", include("tuanbao.platform.choice.choose_urls")),
    path("my/", include("tuanbao.platform.portal.urls")),
    path("api/", include("tuanbao.platform.api.urls")),
    path("", include("tuanbao.platform.operations.urls")),
    path("", include("tuanbao.platform.web.urls")),
    path("admin/", admin.site.urls),
]
handler403 = "tuanbao.platform.web.views.forbidden"
handler404 = "tuanbao.platform.web.views.not_found"
handler500 = "tuanbao.platform.web.views.failed"
