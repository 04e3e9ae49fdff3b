"""The model applied to people (人员的风险): who is exposed to what in a plan year."""

from collections import Counter
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from tuanbao.language import Text
from tuanbao.pricing.model.claim_model import ClaimModel, Exposed
from tuanbao.pricing.model.hazards import Hazards, Schemes
from tuanbao.pricing.model.packing import pack_schemes, pack_streams, relative_price
from tuanbao.pricing.model.people import People, people_of
from tuanbao.roster import Reading

FEN = 100
EMPLOYEE = 0


def hazards_of(
    members: Reading | pa.Table, model: ClaimModel, year: tuple[date, date], *, trend: bool = True
) -> Hazards:
    """Expected occurrences and mean bills of everybody who is covered in a plan year, with notes on what was assumed.

    The model is first moved to the calendar year in which the plan year begins, unless `trend` is False. Raises
    PeopleError for people without birth date or sex, TableError where nobody is covered, ModelError for a year before
    the statistics.
    """
    if trend:
        model = model.trended(year[0].year)
    people, schemes, streams = people_of(members, year), pack_schemes(model.schemes), pack_streams(model)
    city, city_notes = _placed(people, schemes)
    occupation, class_notes = _classes(people, model)
    exposed = Exposed(people.age, people.sex, people.relation, occupation, people.insured, people.city)
    scale = model.means(exposed) * FEN * schemes.price[city, None] / relative_price(streams)
    return Hazards(
        year=year,
        member_id=people.member_id,
        family_id=people.family_id,
        key=people.key,
        family=people.family,
        relation=people.relation,
        sex=people.sex,
        age=people.age,
        insured=people.insured,
        city=city,
        occupation=np.maximum(occupation, 1).astype(np.int8),
        cover_from=people.cover_from,
        cover_to=people.cover_to,
        rate=model.rates(exposed),
        scale=scale,
        streams=streams,
        schemes=schemes,
        notes=(*people.notes, *city_notes, *class_notes, *_beyond(people, model), *model.notes),
    )


def _placed(people: People, schemes: Schemes) -> tuple[Any, tuple[Text, ...]]:
    """Positions of the cities; those that are not listed are counted in a note."""
    known = {name: place for place, name in enumerate(schemes.cities[:-1])}
    elsewhere = len(schemes.cities) - 1
    city = np.array([known.get(name, elsewhere) for name in people.city], np.int16)
    unknown = Counter(name for name in people.city if name and name not in known)
    notes = []
    if silent := sum(1 for name in people.city if not name):
        notes.append(
            Text(
                f"{silent} 人没有写城市（city/城市），医疗价格和基本医保按全国一般水平计",
                f"{silent} people have no city (column city): prices and scheme of no city in particular",
            )
        )
    if unknown:
        number, few = sum(unknown.values()), [name for name, _ in unknown.most_common(5)]
        notes.append(
            Text(
                f"{number} 人所在的城市没有医保参数（{'、'.join(few)}），按全国一般水平计",
                f"no terms are known for the cities of {number} people ({', '.join(few)}): no city in particular",
            )
        )
    return city, tuple(notes)


def _classes(people: People, model: ClaimModel) -> tuple[Any, tuple[Text, ...]]:
    """Occupation classes; an employee without one has the usual one, a dependant that of nobody in particular."""
    usual = int(model.shared["when_missing"].value["occupation_class"])
    missing = (people.relation == EMPLOYEE) & (people.occupation == 0)
    number = int(missing.sum())
    note = Text(
        f"{number} 名员工没有职业类别（occupation_class/职业类别），按 {usual} 类计",
        f"{number} employees have no occupation class (column occupation_class): taken as class {usual}",
    )
    return np.where(missing, usual, people.occupation), (note,) if number else ()


def _beyond(people: People, model: ClaimModel) -> tuple[Text, ...]:
    """A note where somebody is older than a published table reaches."""
    last = min(table.rates.shape[1] - 1 for table in model.tables.values())
    number = int((people.age > last).sum())
    note = Text(
        f"{number} 人超过发生率表的最高年龄 {last} 岁，按 {last} 岁计",
        f"{number} people are older than the tables reach ({last}) and are taken as {last}",
    )
    return (note,) if number else ()
