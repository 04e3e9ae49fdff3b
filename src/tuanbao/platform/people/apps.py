from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "tuanbao.platform.people"
    label = "people"

    def ready(self) -> None:
        from tuanbao.platform.people import importing, taking_back  # noqa: F401  they register the kinds of jobs
