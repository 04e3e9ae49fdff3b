from django.apps import AppConfig
from simple_history.signals import pre_create_historical_record


class ProtectionConfig(AppConfig):
    name = "tuanbao.platform.protection"
    label = "protection"

    def ready(self) -> None:
        from tuanbao.platform.protection.history import remember_when_and_where

        pre_create_historical_record.connect(remember_when_and_where, dispatch_uid="remember_when_and_where")
