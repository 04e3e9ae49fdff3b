from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "tuanbao.platform.jobs"
    label = "jobs"
