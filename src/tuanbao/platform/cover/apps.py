from django.apps import AppConfig


class CoverConfig(AppConfig):
    name = "tuanbao.platform.cover"
    label = "cover"
