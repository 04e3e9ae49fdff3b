from django.urls import path

from tuanbao.platform.console import views

app_name = "console"
urlpatterns = [path("", views.overview, name="overview")]
