from django.urls import URLPattern

app_name = "choice"
urlpatterns: list[URLPattern] = []
