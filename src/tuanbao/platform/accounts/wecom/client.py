"""WeCom's API (企业微信接口): the company's access token, and who came with a code."""

import hashlib
from typing import Any

import requests
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.core.cache import cache

EARLY = 300
"""Seconds before its end in which a token is not used any more."""
TIMEOUT = 10
EXPIRED = {40014, 42001}
"""Error codes of a token that does not hold any more."""


class WeCom:
    """One application of one company."""

    def __init__(self, api: str, corp_id: str, secret: str) -> None:
        self.api, self.corp_id, self.secret = api.rstrip("/"), corp_id, secret

    def user_id(self, code: str) -> str:
        """The member's ``userid``. A token that WeCom has withdrawn is fetched anew, once."""
        told = self._who(code, self._token())
        if told.get("errcode") in EXPIRED:
            cache.delete(self._key)
            told = self._who(code, self._token())
        if told.get("errcode"):
            raise OAuth2Error(f"wecom: getuserinfo: errcode {told['errcode']}")
        found = told.get("userid") or told.get("UserId")
        if not found:
            raise OAuth2Error("wecom: not a member of the company")
        return str(found)

    @property
    def _key(self) -> str:
        return "wecom-" + hashlib.sha256(f"{self.corp_id} {self.secret}".encode()).hexdigest()

    def _who(self, code: str, token: str) -> dict[str, Any]:
        return self._get("/cgi-bin/auth/getuserinfo", access_token=token, code=code)

    def _token(self) -> str:
        """WeCom limits how often it is asked for one; it holds for two hours."""
        kept = cache.get(self._key)
        if kept:
            return str(kept)
        told = self._get("/cgi-bin/gettoken", corpid=self.corp_id, corpsecret=self.secret)
        if told.get("errcode") or not told.get("access_token"):
            raise OAuth2Error(f"wecom: gettoken: errcode {told.get('errcode')}")
        cache.set(self._key, told["access_token"], max(0, int(told.get("expires_in", 7200)) - EARLY))
        return str(told["access_token"])

    def _get(self, path: str, **parameters: str) -> dict[str, Any]:
        """Errors are told without the address: it holds secrets."""
        try:
            answer = requests.get(self.api + path, params=parameters, timeout=TIMEOUT)
            answer.raise_for_status()
            told: dict[str, Any] = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise OAuth2Error(f"wecom: {path}: {type(error).__name__}") from None
        return told
