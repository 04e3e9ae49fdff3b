from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "tuanbao.platform.programmes"
    label = "programmes"

    def ready(self) -> None:
        from tuanbao.platform.programmes import runs  # noqa: F401  registers its kinds of jobs
