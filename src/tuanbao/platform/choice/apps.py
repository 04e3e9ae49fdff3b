from django.apps import AppConfig


class ChoiceConfig(AppConfig):
    name = "tuanbao.platform.choice"
    label = "choice"
