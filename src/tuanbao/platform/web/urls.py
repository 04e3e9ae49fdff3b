from django.urls import path

from tuanbao.platform.web import installing, searching

app_name = "web"
urlpatterns = [
    path("search/", searching.search, name="search"),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("sw.js", installing.service_worker, name="service_worker"),
    path("offline/", installing.offline, name="offline"),
]
