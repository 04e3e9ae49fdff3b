from django.apps import AppConfig
from simple_history.signals import pre_create_historical_record


class ProtectionConfig(AppConfig):
    name = "tuanbao.platform.protection"
    label = "protection"

    def ready(self) -> None:
        from tuanbao.platform.protection.history import remember_address

        pre_create_historical_record.connect(remember_address, dispatch_uid="remember_address")
