from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "tuanbao.platform.programmes"
    label = "programmes"
