"""What is wrong or odd about rows beside people who are there and beside each other (名册核对). Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tuanbao.language import Text
from tuanbao.platform.people.known import Found, Known, People
from tuanbao.platform.people.roster import Row
from tuanbao.roster import RowError
from tuanbao.roster.identity import mask
from tuanbao.vocabulary import RELATIONS

_LISTED = 8
"""So many rows are named in a warning."""


def errors(rows: Sequence[Row], people: People) -> list[RowError]:
    """One error a row at most: the first that is found."""
    in_file = {row["number"]: row for row in rows}
    first: dict[str, int] = {}
    found = []
    for row in rows:
        problem = _problem(row, people, in_file, first)
        if problem is not None:
            column, code, text = problem
            value = mask(row["identity_number"]) if column == "id_number" else row[_VALUES.get(column, column)]
            found.append(RowError("members", row.row, column, value, code, text))
    return found


_VALUES = {"family_id": "family", "member_id": "number"}


def _problem(row: Row, people: People, in_file: dict[str, Row], first: dict[str, int]) -> tuple[str, str, Text] | None:
    known = people.numbers.get(row["number"])
    if known is not None and known["relation"] != row["relation"]:
        was = RELATIONS[known["relation"]]
        zh, en = (
            f"这个编号的人已登记为“{was.zh}”，关系不能改",
            f"this number is registered as {was.en}; it cannot change",
        )
        return "relation", "relation_changed", Text(zh, en)
    if row["relation"] != "employee":
        return _family_problem(row, people, in_file)
    identity = row["identity_number"]
    if identity and first.setdefault(identity, row.row) != row.row:
        at = first[identity]
        return "id_number", "identity_twice", Text(f"与第 {at} 行是同一个证件号码", f"the same document as in row {at}")
    found, person = people.find(row)
    if found is Found.IDENTITY and person is not None and person.number in in_file:
        zh = f"这个证件号码属于 {person.number}，而这份名册里也有 {person.number}"
        return "id_number", "identity_taken", Text(zh, f"this document belongs to {person.number}, who is listed too")
    hired = row["hired_on"] or (person["hired_on"] if person else "")
    if row["left_on"] and hired and row["left_on"] < hired:
        return "left_on", "left_before_hired", Text(f"早于入职日期 {hired}", f"before the day of hiring, {hired}")
    return None


def _family_problem(row: Row, people: People, in_file: dict[str, Row]) -> tuple[str, str, Text] | None:
    family, known = row["family"], people.numbers.get(row["number"])
    if known is not None and known.family != family:
        zh, en = f"已登记为 {known.family} 的家属", f"registered in the family of {known.family}"
        return "family_id", "family_changed", Text(zh, en)
    relation = in_file[family]["relation"] if family in in_file else ""
    relation = relation or (people.numbers[family]["relation"] if family in people.numbers else "")
    if not relation:
        zh = "所属员工不在系统里，也不在这份名册的正确行里；请先加上这名员工"
        return "family_id", "family_unknown", Text(zh, "the employee is neither known nor in a good row of this list")
    if relation != "employee":
        return "family_id", "family_is_dependant", Text("这个编号不是员工", "this number is not an employee's")
    return None


def warnings(rows: Sequence[Row], people: People, lasts: frozenset[str]) -> Iterator[Text]:
    shared = _shared(rows, people)
    if shared:
        yield Text(
            f"同一名家属登记在几名员工名下（例如双职工家庭），请核对：{_listed(shared, '、')}",
            f"one dependant under several employees (both parents may work here), look at: {_listed(shared, ', ')}",
        )
    at_end = [row for row in rows if row["cover_to"] and row["cover_to"] in lasts]
    if at_end:
        yield Text(
            f"{len(at_end)} 行的保障止期是保险年度的末日，不作为离开处理",
            f"{len(at_end)} rows end with the plan year, which is not taken for leaving",
        )


def _shared(rows: Iterable[Row], people: People) -> list[str]:
    """Dependants with one identity number, or name and birth date, in two families."""
    families: dict[str, set[str]] = defaultdict(set)
    numbers: dict[str, set[str]] = defaultdict(set)
    known: Iterable[tuple[Row | Known, str, str]]
    known = ((person, person.number, person.family) for person in people.numbers.values())
    told: Iterable[tuple[Row | Known, str, str]] = ((row, row["number"], row["family"]) for row in rows)
    for values, number, family in (*known, *told):
        if values["relation"] in {"", "employee"} or not (values["identity_number"] or values["birth_date"]):
            continue
        key = values["identity_number"] or values["name"] + values["birth_date"]
        families[key].add(family)
        numbers[key].add(number)
    return sorted("/".join(sorted(numbers[key])) for key, of in families.items() if len(of) > 1)


def _listed(words: list[str], between: str) -> str:
    return between.join(words[:_LISTED]) + ("…" if len(words) > _LISTED else "")
