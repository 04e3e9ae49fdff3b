"""What the law says of beneficiaries."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanbao.platform.people.beneficiaries import WHOLE, Insured, Named, check
from tuanbao.platform.people.models import Beneficiary, Person
from tuanbao.platform.people.nominating import current, name_beneficiaries

ON = date(2026, 11, 20)
ADULT = Insured(date(1990, 1, 1), "X1")
CHILD = Insured(date(2015, 1, 1))
SPOUSE = Named("李强", "spouse", WHOLE)


def codes(*named: Named, insured: Insured = ADULT, **options: Any) -> set[str]:
    return {finding.code for finding in check(named, insured, ON, **options)}


def test_nobody_named_is_right_and_a_spouse_alone_is_too() -> None:
    assert codes() == codes(SPOUSE) == set()


@pytest.mark.parametrize(
    ("named", "options", "code"),
    [
        ([Named("公司", "employer", WHOLE)], {}, "employer_named"),
        ([Named("朋友", "other", WHOLE)], {"by": "employer", "insured_agrees": True}, "not_a_close_relative"),
        ([SPOUSE], {"by": "employer"}, "consent_missing"),
        ([SPOUSE], {"insured": CHILD}, "guardian_missing"),
        ([Named("李", "spouse", 5000)], {}, "shares_not_whole"),
        ([Named("李", "spouse", WHOLE, 2)], {}, "orders_with_gaps"),
        ([Named("", "spouse", WHOLE)], {}, "name_missing"),
        ([Named("自己", "other", WHOLE, 1, "X1")], {}, "oneself_named"),
        ([Named("李", "spouse", WHOLE), Named("王", "child", 0)], {}, "share_not_positive"),
        ([Named("李", "", WHOLE)], {}, "relation_unknown"),
    ],
)
def test_each_rule_is_told_with_its_source(named: list[Named], options: Any, code: str) -> None:
    insured = options.pop("insured", ADULT)
    found = {finding.code: finding for finding in check(named, insured, ON, **options)}
    assert code in found
    assert found[code].source.zh.startswith("《保险法》")


def test_a_friend_may_be_named_by_the_insured_and_a_minor_s_guardian_may_agree() -> None:
    assert codes(Named("朋友", "other", WHOLE)) == set()
    assert codes(SPOUSE, insured=CHILD, guardian_agrees=True) == set()


@given(st.lists(st.integers(1, WHOLE), min_size=1, max_size=5))
def test_shares_of_an_order_are_right_exactly_if_they_make_the_whole(shares: list[int]) -> None:
    named = [Named(f"子{place}", "child", share) for place, share in enumerate(shares)]
    assert ("shares_not_whole" in codes(*named)) == (sum(shares) != WHOLE)


def test_naming_anew_revokes_and_never_changes(company: Any) -> None:
    insured = Person.objects.filter(relation="employee").first()
    assert not name_beneficiaries(insured, [SPOUSE])
    assert not name_beneficiaries(insured, [SPOUSE]), "the same again is nothing"
    assert Beneficiary.objects.count() == 1
    both = [Named("李强", "spouse", 6000), Named("李小明", "child", 4000)]
    assert not name_beneficiaries(insured, both)
    assert [each.share_bp for each in current(insured)] == [6000, 4000]
    assert Beneficiary.objects.filter(revoked_at=None).count() == 2
    assert Beneficiary.objects.count() == 3
    assert name_beneficiaries(insured, [Named("公司", "employer", WHOLE)])
    assert len(current(insured)) == 2, "nothing is written where something is wrong"
    assert not name_beneficiaries(insured, [])
    assert current(insured) == []
