from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "tuanbao.platform.people"
    label = "people"
