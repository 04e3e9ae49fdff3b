"""A few rows, given as dicts, straight to the arrays of the kernels (单人理算的快速通道).

It reads what is written plainly: words of the vocabulary, whole fen, dates. For anything else, and for every mistake,
it raises UnusualRowError, and the tables' own way decides; both ways give the same arrays.
"""

from tuanbao.adjudication.direct.cells import UnusualRowError, read_plain_rows
from tuanbao.adjudication.direct.checks import check_plain_bills, check_plain_events, check_plain_members
from tuanbao.adjudication.direct.lines import arrange_rows
from tuanbao.adjudication.direct.people import arrange_people
from tuanbao.adjudication.direct.tables import table_of

__all__ = [
    "UnusualRowError",
    "arrange_people",
    "arrange_rows",
    "check_plain_bills",
    "check_plain_events",
    "check_plain_members",
    "read_plain_rows",
    "table_of",
]
