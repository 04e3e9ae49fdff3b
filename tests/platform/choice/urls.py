"""All pages, with those of choosing where the portal has them."""

from django.urls import include, path

from tuanbao.platform.urls import handler403, handler404, handler500
from tuanbao.platform.urls import urlpatterns as everything

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]
urlpatterns = [path("my/choose/", include("tuanbao.platform.choice.choose_urls")), *everything]
