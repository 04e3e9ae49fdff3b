"""Signing in by SAML, against an identity provider that signs its assertions (企业身份提供方)."""

import base64
import zlib
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from lxml import etree
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from tuanbao.platform.accounts.environment import providers
from tuanbao.platform.accounts.models import User
from tuanbao.platform.companies.models import Membership
from tuanbao.platform.sample.company import PASSWORD

IDP = "https://idp.example.com/metadata"
ACS = "http://testserver/accounts/saml/saml/acs/"
SELF = "http://testserver/accounts/saml/saml/metadata/"
SPACES = 'xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"'
RESPONSE = """<samlp:Response {spaces} ID="{id}" Version="2.0" IssueInstant="{now}" Destination="{acs}"
 InResponseTo="{request}"><saml:Issuer>{idp}</saml:Issuer><samlp:Status>
<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>{assertion}</samlp:Response>"""
ASSERTION = """<saml:Assertion {spaces} ID="{id}" Version="2.0" IssueInstant="{now}"><saml:Issuer>{idp}</saml:Issuer>
<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{name}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData
 NotOnOrAfter="{until}" Recipient="{acs}" InResponseTo="{request}"/></saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="{since}" NotOnOrAfter="{until}"><saml:AudienceRestriction>
<saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>
<saml:AuthnStatement AuthnInstant="{now}"><saml:AuthnContext>
<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef>
</saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>{attributes}</saml:AttributeStatement>
</saml:Assertion>"""
ATTRIBUTE = '<saml:Attribute Name="{}"><saml:AttributeValue>{}</saml:AttributeValue></saml:Attribute>'


@lru_cache
def identity(name: str) -> tuple[str, str]:
    """Key and certificate of an identity provider."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    called = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(called).issuer_name(called).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    pem = serialization.Encoding.PEM
    own = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return own.decode(), made.sign(key, hashes.SHA256()).public_bytes(pem).decode()


@pytest.fixture
def configured(settings: Any, company: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = providers(
        {
            "TUANBAO_SAML_IDP_ENTITY_ID": IDP,
            "TUANBAO_SAML_SSO_URL": "https://idp.example.com/sso",
            "TUANBAO_SAML_CERTIFICATE": identity("idp")[1],
            "TUANBAO_SAML_VERIFIED_EMAIL_DOMAINS": "example.com",
            "TUANBAO_SAML_COMPANY": company.slug,
            "TUANBAO_SAML_NUMBER_CLAIM": "number",
        }
    )


def browser() -> Client:
    """Names the host, as browsers do."""
    return Client(HTTP_HOST="testserver")


@pytest.fixture
def client() -> Client:
    return browser()


def answer_to(request: str, attributes: dict[str, str], signer: str = "idp", audience: str = SELF, age: int = 0) -> str:
    """What the identity provider posts through the browser."""
    now = datetime.now(UTC) - timedelta(minutes=age)
    moment = "%Y-%m-%dT%H:%M:%SZ"
    said = {
        "spaces": SPACES,
        "now": now.strftime(moment),
        "since": (now - timedelta(minutes=1)).strftime(moment),
        "until": (now + timedelta(minutes=5)).strftime(moment),
        "idp": IDP,
        "acs": ACS,
        "request": request,
    }
    told = "".join(ATTRIBUTE.format(name, value) for name, value in attributes.items())
    assertion = ASSERTION.format(id=f"_{uuid4().hex}", name="wang", audience=audience, attributes=told, **said)
    key, certificate = identity(signer)
    signed = OneLogin_Saml2_Utils.add_sign(assertion, key, certificate).decode()
    whole = RESPONSE.format(id=f"_{uuid4().hex}", assertion=signed, **said)
    return base64.b64encode(whole.encode()).decode()


def asked(client: Client) -> str:
    """The id of the request with which somebody is sent to the identity provider."""
    away = client.post("/accounts/saml/saml/login/")
    assert away["Location"].startswith("https://idp.example.com/sso?")
    packed = parse_qs(urlsplit(away["Location"]).query)["SAMLRequest"][0]
    request = etree.fromstring(zlib.decompress(base64.b64decode(packed), -15))
    assert request.get("AssertionConsumerServiceURL") == ACS
    return str(request.get("ID"))


def go(client: Client, attributes: dict[str, str], **how: Any) -> Any:
    return come_back(client, answer_to(asked(client), attributes, **how))


def come_back(client: Client, response: str) -> Any:
    return client.post("/accounts/saml/saml/acs/", {"SAMLResponse": response}, follow=True)


def signed_in(client: Client) -> Any:
    return User.objects.filter(pk=client.session.get("_auth_user_id", 0)).first()


@pytest.fixture
def hr(configured: None) -> User:
    user = User.objects.get(username="hr")
    user.email = "wang@example.com"
    user.save()
    return user


WANG = {"uid": "u-1", "email": "wang@example.com"}


def test_a_member_signs_in_by_an_address_of_the_company_and_keeps_the_password(hr: User, client: Client) -> None:
    go(client, WANG)
    assert signed_in(client) == hr
    linked = SocialAccount.objects.get(user=hr)
    assert (linked.provider, linked.uid, linked.extra_data) == (IDP, "u-1", {})
    assert User.objects.get(pk=hr.pk).check_password(PASSWORD)
    again = browser()
    go(again, {"uid": "u-1"})
    assert signed_in(again) == hr, "the link stays"


def test_an_employee_signs_in_by_the_number_that_is_told(configured: None, client: Client) -> None:
    member = Membership.objects.filter(role="employee").order_by("pk").first()
    go(client, {"uid": "u-2", "number": member.person.number})
    assert signed_in(client) == member.user


@pytest.mark.parametrize("about", [{"email": "unknown@example.com"}, {"email": "wang@elsewhere.example"}, {}])
def test_who_is_not_known_gets_no_account_and_is_told_so(hr: User, client: Client, about: dict[str, str]) -> None:
    User.objects.filter(pk=User.objects.get(username="finance").pk).update(email="wang@elsewhere.example")
    users = User.objects.count()
    assert "没有找到对应的账号" in go(client, {"uid": "u-3", **about}).content.decode()
    assert signed_in(client) is None
    assert (User.objects.count(), SocialAccount.objects.count()) == (users, 0)


@pytest.mark.parametrize(
    "how",
    [{"signer": "another"}, {"audience": "https://another.example.com"}, {"age": 60}],
    ids=["another key", "for another", "too old"],
)
def test_an_answer_that_is_not_to_be_trusted_signs_nobody_in(hr: User, client: Client, how: dict[str, Any]) -> None:
    assert "没有登录成功" in go(client, WANG, **how).content.decode()
    assert signed_in(client) is None


def test_what_was_changed_after_signing_is_refused(hr: User, client: Client) -> None:
    signed = base64.b64decode(answer_to(asked(client), {"uid": "u-1", "email": "unknown@example.com"})).decode()
    forged = base64.b64encode(signed.replace("unknown@example.com", "wang@example.com").encode()).decode()
    assert "没有登录成功" in come_back(client, forged).content.decode()
    assert signed_in(client) is None


def test_an_answer_that_nobody_here_has_asked_for_is_refused(hr: User, client: Client) -> None:
    """Neither one for another browser nor the same one a second time."""
    response = answer_to(asked(client), WANG)
    other = browser()
    come_back(other, response)
    assert signed_in(other) is None
    come_back(client, response)
    assert signed_in(client) == hr
    client.logout()
    come_back(client, response)
    assert signed_in(client) is None


def test_the_description_for_the_identity_provider_is_there(configured: None, client: Client) -> None:
    page = client.get("/accounts/saml/saml/metadata/")
    assert page.status_code == 200
    assert ACS in page.content.decode()
