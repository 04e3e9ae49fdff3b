from importlib import import_module

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    name = "tuanbao.platform.money"
    label = "money"

    def ready(self) -> None:
        import_module("tuanbao.platform.money.jobs")
        from tuanbao.platform.cover.endorsing import approved
        from tuanbao.platform.money.endorsing import on_approved

        approved.connect(on_approved, dispatch_uid="money.on_approved")
