from django.apps import AppConfig


class CompaniesConfig(AppConfig):
    name = "tuanbao.platform.companies"
    label = "companies"
