"""What an explanation (理赔说明) is made of: steps that add up, each with its clause, and one sentence."""

from typing import NamedTuple

from tuanbao.language import Text


class Step(NamedTuple):
    """One step from the bill to what is paid.

    Steps of a line: total - ``pooled`` - ``other_paid`` - ``earlier`` - ``not_counted`` = ``eligible``; eligible -
    ``deductible`` = the sum of ``band``; ``percentage`` + ``cap`` - ``limit`` - ``company`` = ``paid``. ``credit`` only
    tells what counts towards a deductible, ``case`` and ``factor`` (0) why a percentage holds, ``reason`` (0) why
    nothing is paid. Steps of days: ``days`` - ``elimination`` - ``max_days`` = ``paid_days``, in days; then ``paid``.
    Steps of an event: ``sum_insured``, of which ``share`` is due, less ``limit`` or ``reason`` = ``paid``.
    """

    kind: str
    text: Text
    amount: int
    """Fen, or days where the kind says so."""
    clause: str
    """Path of the clause (outpatient.limits.day), or the column of a table that says it (bills.pooled)."""
    place: str | None = None
    """File and line of the clause, where the plan came from a file: "staff.yaml:31"."""


class Explanation(NamedTuple):
    """One row of the explanation (理赔明细) in words."""

    bill_id: str
    line: int
    member_id: str
    plan: str
    benefit: str
    title: Text
    eligible: int
    deductible: int
    coinsurance: int
    over_limit: int
    paid: int
    reason: str
    steps: tuple[Step, ...]
    sentence: Text


class PaymentExplanation(NamedTuple):
    """What one benefit pays for one event, in words."""

    event_id: str
    member_id: str
    plan: str
    benefit: str
    title: Text
    paid: int
    reason: str
    steps: tuple[Step, ...]
    sentence: Text
