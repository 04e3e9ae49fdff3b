"""WeCom among the providers (企业微信)."""

from typing import Any

from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider

from tuanbao.platform.accounts.wecom.views import WeComAdapter


class WeComAccount(ProviderAccount):
    def to_str(self) -> str:
        return str(self.account.uid)


class WeComProvider(OAuth2Provider):
    id = "wecom"
    name = "企业微信"
    package = "tuanbao.platform.accounts.wecom"
    account_class = WeComAccount
    oauth2_adapter_class = WeComAdapter

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Of one company: a ``userid`` means something in its company only."""
        return f"{self.app.client_id}:{data['userid']}"

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"username": data["userid"]}


provider_classes = [WeComProvider]
