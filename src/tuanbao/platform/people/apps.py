from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "tuanbao.platform.people"
    label = "people"

    def ready(self) -> None:
        from tuanbao.platform.people import importing  # noqa: F401  registers the kinds of jobs
