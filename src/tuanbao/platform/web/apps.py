from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "tuanbao.platform.web"
    label = "web"
