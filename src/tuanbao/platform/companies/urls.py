from django.contrib.auth.decorators import login_required
from django.urls import path

from tuanbao.platform.companies import views

app_name = "companies"
urlpatterns = [path("switch/<int:pk>/", login_required(views.switch), name="switch")]
