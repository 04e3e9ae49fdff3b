from django.apps import AppConfig


class CoverConfig(AppConfig):
    name = "tuanbao.platform.cover"
    label = "cover"

    def ready(self) -> None:
        from tuanbao.platform.cover import endorsing_job  # noqa: F401  registers the kind of job
