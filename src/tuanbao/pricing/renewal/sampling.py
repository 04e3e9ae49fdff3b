"""Some whole families of a large group (整户抽样): enough of them tell a ratio as well as everybody."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.pricing.renewal.claims import Claims

LINES = 100_000
"""About so many lines of bills are looked at."""


def some_families(people: pa.Table, share: float) -> pa.Table:
    """Every so many-th family of a normalised table of people; everybody where the share is 1 or more."""
    every = int(1 / share) if share > 0 else 1
    if every <= 1:
        return people
    family = pc.coalesce(people["family_id"].cast(pa.string()), people["member_id"].cast(pa.string()))
    codes = family.combine_chunks().dictionary_encode().indices.to_numpy(zero_copy_only=False)
    return people.filter(pa.array(np.asarray(codes % every == 0)))


def some_claims(claims: Claims, people: pa.Table, lines: int = LINES) -> Claims:
    """Checked claims of so many lines or a little more; ``people`` are the normalised ones of the claims."""
    if len(claims.bills) <= lines:
        return claims
    chosen = some_families(people, lines / len(claims.bills))
    names = chosen["member_id"].cast(pa.string()).combine_chunks()

    def of_them(table: pa.Table) -> pa.Table:
        return table.filter(pc.is_in(table["member_id"].cast(pa.string()), value_set=names))

    bills = of_them(claims.bills).combine_chunks()
    return replace(claims, members=chosen, bills=bills, events=None)
