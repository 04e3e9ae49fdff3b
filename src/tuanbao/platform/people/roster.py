"""A roster file as rows of texts (名册读取), by the engine's reader: every error of every row at once."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from tuanbao.language import Text
from tuanbao.platform.people.columns import FIELDS, RENAMED, ROSTER, written
from tuanbao.roster import RowError, check_members, read_table

FAR = 2100
"""An end of cover beyond this year means that there is none."""
ACCEPTED = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt", ".parquet")


@dataclass(frozen=True, slots=True)
class Row:
    """What a row of the file says: fields by name; what it leaves empty is not there."""

    row: int
    values: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


@dataclass(frozen=True, slots=True)
class Roster:
    rows: tuple[Row, ...]
    errors: tuple[RowError, ...]
    notes: tuple[Text, ...]


def read_roster(path: Path, attributes: Collection[str] = ()) -> Roster:
    """``attributes`` are the further columns that programmes ask for. Raises TableError."""
    reading = check_members(read_table(path, ROSTER))
    known = {*ROSTER._by_name, *attributes}
    ignored = [name for name in reading.table.column_names if name not in known]
    kept = reading.table.select([name for name in reading.table.column_names if name in known])
    rows = tuple(
        Row(int(number), _values(record)) for number, record in zip(reading.rows, kept.to_pylist(), strict=True)
    )
    return Roster(rows, tuple(reading.errors), tuple(_ignored(ignored)))


def _values(record: dict[str, object]) -> dict[str, str]:
    found = {RENAMED.get(name, name): written(value) for name, value in record.items() if value not in (None, "")}
    if found.get("relation") == "employee":
        found.pop("family", None)
    if int(found.get("cover_to", "0")[:4] or 0) >= FAR:
        del found["cover_to"]
    return found


def _ignored(names: list[str]) -> list[Text]:
    if not names:
        return []
    return [
        Text(
            f"这些列没有用到，未导入：{'、'.join(names)}",
            f"these columns are not used and were not imported: {', '.join(names)}",
        )
    ]


def attributes_of(values: dict[str, str]) -> dict[str, str]:
    """The further columns among a row's values."""
    own = {*FIELDS, *(RENAMED.get(name, name) for name in ROSTER._by_name)}
    return {name: value for name, value in values.items() if name not in own}
