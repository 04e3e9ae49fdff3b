"""Who has had a claim under a policy, for insurers that then give nothing back (已发生理赔)."""

from collections.abc import Iterable

from tuanbao.platform import clock
from tuanbao.platform.cover.models import Claimed, Policy
from tuanbao.platform.people.models import Person


def note_claimed(policy: Policy, people: Iterable[Person]) -> None:
    """Only that there was a claim, nothing of it; noted twice it stays once."""
    rows = (
        Claimed(company_id=policy.company_id, policy=policy, person=person, noted_at=clock.now()) for person in people
    )
    Claimed.objects.bulk_create(rows, ignore_conflicts=True)
