from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "tuanbao.platform.api"
    label = "api"

    def ready(self) -> None:
        from tuanbao.platform.api import delivering, idempotency  # noqa: F401  register what is done every day
        from tuanbao.platform.api.watching import watch

        watch()
