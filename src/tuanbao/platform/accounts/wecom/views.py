"""The way through WeCom and back (企业微信授权)."""

from typing import Any

from allauth.socialaccount.models import SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter, OAuth2CallbackView, OAuth2LoginView
from django.http import HttpRequest
from django.utils.http import urlencode

from tuanbao.platform.accounts.wecom.client import WeCom


class WeComAdapter(OAuth2Adapter):
    """WeCom gives no token of the user: the code is shown to its API together with the company's token."""

    provider_id = "wecom"
    access_token_url = ""

    @property
    def authorize_url(self) -> str:
        settings = self.get_provider().app.settings
        return str(settings["oauth"] if _within(self.request) else settings["login"])

    def get_client(self, request: HttpRequest, app: Any) -> "WeComClient":
        return WeComClient(request, app, self.get_callback_url(request, app))

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> dict[str, str]:
        api = WeCom(app.settings["api"], app.client_id, app.secret)
        return {"userid": api.user_id(request.GET["code"])}

    def parse_token(self, data: dict[str, str]) -> SocialToken:
        return SocialToken(token="")

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **told: Any) -> Any:
        return self.get_provider().sociallogin_from_response(request, told["response"])


class WeComClient(OAuth2Client):
    def __init__(self, request: HttpRequest, app: Any, callback_url: str) -> None:
        super().__init__(request, app.client_id, app.secret, "GET", "", callback_url)
        self.agent_id = app.settings["agent_id"]

    def get_redirect_url(self, authorization_url: str, scope: Any, extra_params: dict[str, str]) -> str:
        asked = {"appid": self.consumer_key, "redirect_uri": self.callback_url, "state": self.state or ""}
        if _within(self.request):
            asked |= {"response_type": "code", "scope": "snsapi_base", "agentid": self.agent_id}
            return f"{authorization_url}?{urlencode(asked)}#wechat_redirect"
        asked |= {"login_type": "CorpApp", "agentid": self.agent_id}
        return f"{authorization_url}?{urlencode(asked)}"


def _within(request: HttpRequest) -> bool:
    """The page is open within WeCom itself."""
    return "wxwork" in request.headers.get("User-Agent", "").lower()


oauth2_login = OAuth2LoginView.adapter_view(WeComAdapter)
oauth2_callback = OAuth2CallbackView.adapter_view(WeComAdapter)
