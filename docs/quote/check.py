"""One rate of the demo company taken apart and put together again, and every sum of its quote checked."""

import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

from tuanbao.money import format_yuan
from tuanbao.pricing.group import read_group
from tuanbao.pricing.model import load_model
from tuanbao.pricing.quote.running import quote_group
from tuanbao.pricing.quote.terms import load_terms

roster = Path(sys.argv[1])
group = read_group(roster, roster.parent / "programme.yaml", date(2026, 12, 31))
terms = load_terms("examples/quote-terms.yaml")
quote = quote_group(group, load_model(), terms, years=100, variants=False).quote

rate = max(range(len(quote.rates)), key=lambda i: quote.rates[i].people)
print(quote.rates[rate].rating_class.title.en)
exact = Fraction(0)
for step in quote.explain_rate(rate).steps:
    factor = "" if step.factor is None else f"x {float(step.factor):.6f}"
    print(f"{step.cause.key:22} {factor:11} {format_yuan(step.amount):>10} {format_yuan(step.total):>10}")
    if step.factor is not None:
        assert step.exact == exact * step.factor
    exact = step.exact
assert step.total == quote.rates[rate].price

premiums = quote.premiums
assert (premiums.employer + premiums.employee == premiums.premium).all()
for totals in (quote.tiers, quote.relations, quote.age_bands):
    assert sum(total.premium for total in totals) == quote.premium == premiums.premium.sum()
assert quote.explain().price == quote.premium
print("all sums agree:", format_yuan(quote.premium))
