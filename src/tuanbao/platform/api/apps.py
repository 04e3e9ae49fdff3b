from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "tuanbao.platform.api"
    label = "api"
