from django.apps import AppConfig


class ChoiceConfig(AppConfig):
    name = "tuanbao.platform.choice"
    label = "choice"

    def ready(self) -> None:
        from tuanbao.platform.choice import closing, reminding  # noqa: F401  # kinds of jobs
