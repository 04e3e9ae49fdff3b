"""What somebody agrees to when they choose (选择时的同意)."""

from typing import Any

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.companies.models import Company
from tuanbao.platform.protection.history import address_of
from tuanbao.platform.protection.models import Consent

PURPOSE = "enrolment"
VERSION = "2026-1"
WORDS = Text(
    "我同意：为本次投保，公司将我和所选家人的姓名、证件、出生日期、性别和所选方案提供给承保的保险公司；"
    "本页“从工资扣”的金额从我的工资中扣除。我已告知所选的成年家人。可在“我的”页面撤回，撤回不影响此前的处理。",
    "I agree: for this cover the company gives the insurer the names, identity numbers, birth dates, sex and plans"
    " of myself and the family members chosen; the amount “from pay” on this page is taken from my pay. I have told the"
    " adult family members chosen. I can withdraw under Me; that does not touch what was done before.",
)


def give_consent(company: Company, user: Any, request: Any = None) -> Consent:
    """A fact; the same version is not written twice in a row."""
    last: Consent | None = Consent.objects.filter(user=user, purpose=PURPOSE).order_by("at", "pk").last()
    if last is not None and last.given and last.version == VERSION:
        return last
    given: Consent = Consent.objects.create(
        company=company,
        user=user,
        purpose=PURPOSE,
        version=VERSION,
        given=True,
        at=clock.now(),
        address=address_of(request) if request is not None else None,
    )
    return given
