from django.contrib.auth.decorators import login_required
from django.urls import path

from tuanbao.platform.companies import views

app_name = "companies"
urlpatterns = [
    path("switch/<int:pk>/", login_required(views.switch), name="switch"),
    path("settings/", views.settings, name="settings"),
    path("members/new/", views.member_new, name="member_new"),
    path("members/<int:pk>/", views.member, name="member"),
    path("members/<int:pk>/link/", views.member_link, name="member_link"),
    path("members/<int:pk>/active/", views.member_active, name="member_active"),
]
