from django.apps import AppConfig


class MoneyConfig(AppConfig):
    name = "tuanbao.platform.money"
    label = "money"
