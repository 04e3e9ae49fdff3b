"""Sign-in providers from the environment (登录方式配置). docs/operating.md lists the variables.

``TUANBAO_<KIND>_CLIENT_ID`` turns a provider on; ``_SECRET`` goes with it. ``_COMPANY`` (slug) and ``_NUMBER_CLAIM``
say whose employees are known by which field of what the provider tells; without them accounts are linked by verified
e-mail, or by somebody who is signed in.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from tuanbao.platform.accounts.wecom.addresses import API, LOGIN, OAUTH

NUMBER_CLAIMS = {"OIDC": "", "DINGTALK": "", "FEISHU": "employee_no", "WECOM": "userid"}
"""The field that holds the employee number unless the environment names another."""
_TITLES = {"OIDC": "企业统一登录", "SAML": "SAML"}


def providers(environment: Mapping[str, str]) -> dict[str, Any]:
    """``SOCIALACCOUNT_PROVIDERS``: those that are configured."""
    made: dict[str, Any] = {}
    kinds = {"OIDC": "openid_connect", "DINGTALK": "dingtalk", "FEISHU": "feishu", "WECOM": "wecom"}
    for kind, provider in kinds.items():
        if environment.get(f"TUANBAO_{kind}_CLIENT_ID"):
            made[provider] = {"APPS": [_app(environment, kind)]}
    if environment.get("TUANBAO_SAML_IDP_ENTITY_ID"):
        made["saml"] = {"APPS": [_saml(environment)]}
    return made


def form_targets(environment: Mapping[str, str]) -> list[str]:
    """Where the browser may be sent on to from the button of a provider (for the content security policy)."""
    of = environment.get
    addresses = {
        "OIDC": [of("TUANBAO_OIDC_SERVER", ""), *of("TUANBAO_OIDC_FORM_TARGETS", "").split(",")],
        "DINGTALK": ["https://login.dingtalk.com"],
        "FEISHU": ["https://open.feishu.cn", "https://accounts.feishu.cn"],
        "WECOM": [of("TUANBAO_WECOM_LOGIN", LOGIN), OAUTH],
        "SAML": [of("TUANBAO_SAML_SSO_URL", "")],
    }
    found = []
    for kind, targets in addresses.items():
        if of(f"TUANBAO_{kind}_CLIENT_ID") or of(f"TUANBAO_{kind}_IDP_ENTITY_ID"):
            found += [_origin(target.strip()) for target in targets if target.strip()]
    return found


def _app(environment: Mapping[str, str], kind: str) -> dict[str, Any]:
    def of(name: str, default: str = "") -> str:
        return environment.get(f"TUANBAO_{kind}_{name}", default)

    settings: dict[str, Any] = {"company": of("COMPANY"), "number_claim": of("NUMBER_CLAIM", NUMBER_CLAIMS[kind])}
    app = {"client_id": of("CLIENT_ID"), "secret": of("SECRET"), "settings": settings}
    if kind == "OIDC":
        app |= {"provider_id": of("ID", "oidc"), "name": of("NAME", _TITLES["OIDC"])}
        # Only addresses that the provider calls verified are looked at.
        settings |= {"server_url": of("SERVER"), "email_authentication": True, "oauth_pkce_enabled": True}
    if kind == "WECOM":
        settings |= {
            "agent_id": of("AGENT_ID"),
            "api": of("API", API),
            "login": of("LOGIN", LOGIN),
            "oauth": of("OAUTH", OAUTH),
        }
    return app


def _saml(environment: Mapping[str, str]) -> dict[str, Any]:
    def of(name: str, default: str = "") -> str:
        return environment.get(f"TUANBAO_SAML_{name}", default)

    return {
        "name": of("NAME", _TITLES["SAML"]),
        "provider_id": of("IDP_ENTITY_ID"),
        "client_id": of("ID", "saml"),
        "settings": {
            "company": of("COMPANY"),
            "number_claim": of("NUMBER_CLAIM"),
            "email_authentication": bool(of("VERIFIED_EMAIL_DOMAINS")),
            "verified_email": [each.strip() for each in of("VERIFIED_EMAIL_DOMAINS").split(",") if each.strip()],
            "attribute_mapping": {"uid": of("UID_ATTRIBUTE", "uid"), "email": of("EMAIL_ATTRIBUTE", "email")},
            "idp": {
                "entity_id": of("IDP_ENTITY_ID"),
                "sso_url": of("SSO_URL"),
                "slo_url": of("SLO_URL"),
                "x509cert": of("CERTIFICATE"),
            },
            "advanced": {
                "want_assertion_signed": True,
                "reject_idp_initiated_sso": True,
                "allow_single_label_domains": True,  # a name of the company's own network, as ``https://tuanbao/``
            },
        },
    }


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
