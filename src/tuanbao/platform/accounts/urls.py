from django.urls import path

from tuanbao.platform.accounts import views

app_name = "accounts"
urlpatterns = [
    path("invited/<str:who>/<str:token>/", views.invited, name="invited"),
    path("email/", views.email, name="email"),
    path("demo/<str:role>/", views.demo, name="demo"),
]
