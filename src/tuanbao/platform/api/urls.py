from django.urls import include, path, re_path

from tuanbao.platform.api import views
from tuanbao.platform.api.gate import gated, nowhere
from tuanbao.platform.api.interface import api

app_name = "api"
resources, _, namespace = api.urls
for resource in resources:
    resource.callback = gated(resource.callback)  # type: ignore[arg-type]
urlpatterns = [
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", views.revoke_token, name="token_revoke"),
    path("webhooks/", views.webhooks, name="webhooks"),
    path("webhooks/<int:pk>/", views.webhook, name="webhook"),
    path("webhooks/<int:pk>/active/", views.webhook_active, name="webhook_active"),
    path("webhooks/<int:pk>/deliveries/<int:delivery>/", views.delivery_again, name="delivery_again"),
    path("v1/docs", views.docs, name="docs"),
    path("v1/docs/<str:name>", views.docs_file, name="docs_file"),
    path("v1/", include((resources, "ninja"), namespace=namespace)),
    re_path("^v1(?:/.*)?$", gated(nowhere)),
]
