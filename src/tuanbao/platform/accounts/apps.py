from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tuanbao.platform.accounts"
    label = "accounts"
