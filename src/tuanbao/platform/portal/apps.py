from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "tuanbao.platform.portal"
    label = "portal"
