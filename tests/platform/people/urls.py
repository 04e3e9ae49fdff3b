"""All addresses, with the family's pages."""

from django.urls import include, path

from tuanbao.platform.urls import handler403, handler404, handler500
from tuanbao.platform.urls import urlpatterns as every

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]
urlpatterns = [path("my/family/", include("tuanbao.platform.people.family_urls")), *every]
