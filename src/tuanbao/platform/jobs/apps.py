from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "tuanbao.platform.jobs"
    label = "jobs"

    def ready(self) -> None:
        from tuanbao.platform.jobs import reviving  # noqa: F401  registers what is done every minute
