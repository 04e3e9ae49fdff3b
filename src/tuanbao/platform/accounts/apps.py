from django.apps import AppConfig
from django.db.models.signals import pre_save


class AccountsConfig(AppConfig):
    name = "tuanbao.platform.accounts"
    label = "accounts"

    def ready(self) -> None:
        from allauth.socialaccount.models import SocialAccount

        from tuanbao.platform.accounts.linking import keep_little
        from tuanbao.platform.accounts.noting import note

        pre_save.connect(keep_little, sender=SocialAccount, dispatch_uid="keep_little")
        note()
