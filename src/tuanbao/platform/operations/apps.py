from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "tuanbao.platform.operations"
    label = "operations"
