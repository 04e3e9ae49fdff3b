from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "tuanbao.platform.console"
    label = "console"
