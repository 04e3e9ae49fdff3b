"""Made-up answers of the made-up company to the questionnaire (虚构答卷), from a seed. Nobody gave them.

What a person of an age, sex and family is made to prefer is this demo's assumption: the young lean to accidents, teeth
and eyes, counselling; families to outpatient care, critical illness and life cover; older people to care in hospital.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from tuanbao.demo.frame import Array
from tuanbao.design.needs.cells import Floats
from tuanbao.design.needs.dimensions import segment_of
from tuanbao.design.needs.questionnaire import Questionnaire, standard_questionnaire, write_questionnaire
from tuanbao.design.needs.questionnaire.layout import segment_columns
from tuanbao.language import Language
from tuanbao.reference.needs import age_segments

ANSWERED = 0.6
"""Share of the employees who answer."""
NUMBERED = 0.2
"""Share of these who give their number."""
SKIPPED = 0.03
"""Chance that a rating, or a set, is left empty."""
LEANING: Mapping[str, Mapping[str, float]] = {
    "everybody": {"outpatient": 1.2, "inpatient": 0.9, "critical_illness": 0.7, "checkup": 0.4, "annuity": 0.1},
    "young": {"dental_vision": 0.7, "accident_medical": 0.5, "health_services": 0.4, "life": -0.8, "annuity": -0.5},
    "middle": {"critical_illness": 0.5, "million": 0.4, "life": 0.2},
    "senior": {"inpatient": 0.6, "million": 0.5, "annuity": 0.7, "maternity": -1.5},
    "female": {"maternity": 0.5, "dental_vision": 0.2},
    "family": {"critical_illness": 0.4, "life": 0.5, "outpatient": 0.2},
}
"""Utility of a theme for those of whom the word holds; 0 where nothing stands."""
OWN_SPREAD = 0.8
"""Standard deviation of a person's own utilities around these."""
RATED_FROM = 3.2
"""Points of an item of utility 0; a unit of utility is a point, with half a point of noise."""


def write_answers(
    path: str | Path,
    members_table: pa.Table,
    seed: int,
    language: Language = "zh",
    questionnaire: Questionnaire | None = None,
) -> None:
    """Writes an .xlsx as the template has it, filled in by some of the employees of a table of people.

    The same seed gives the same answers. ``members_table`` has member_id, family_id, relation, birth_date and sex, and
    may have tier or grade.
    """
    asked = questionnaire or standard_questionnaire()
    write_questionnaire(path, asked, language=language, rows=made_answers(asked, members_table, seed, language))


def made_answers(questionnaire: Questionnaire, members: pa.Table, seed: int, language: Language) -> list[list[object]]:
    """Rows in the order of the columns of the answers; each respondent chooses by the maxdiff model."""
    rng = np.random.default_rng([abs(seed), 7])
    staff = [row for row in members.to_pylist() if row["relation"] == "employee"]
    families = {row["family_id"] for row in members.to_pylist() if row["relation"] != "employee"}
    chosen = [row for row in staff if rng.random() < ANSWERED]
    return [_row(rng, questionnaire, row, row["member_id"] in families, language) for row in chosen]


def _row(
    rng: np.random.Generator, questionnaire: Questionnaire, person: Mapping[str, Any], family: bool, language: Language
) -> list[object]:
    segment = _segment(person["birth_date"])
    holds = ["everybody", segment, person["sex"], *(["family"] if family else [])]
    utility = np.array(
        [sum(LEANING.get(word, {}).get(item.theme, 0.0) for word in holds) for item in questionnaire.items]
    )
    utility = utility + rng.normal(0, OWN_SPREAD, len(utility))
    about = _about(rng, person, segment, family, language)
    return [*about, *_ratings(rng, utility), *_choices(rng, questionnaire, utility, language)]


def _segment(born: date) -> str:
    age = np.array([(date(2026, 1, 1) - born).days // 365.25], np.int64)
    return list(age_segments())[int(segment_of(age)[0])]


def _about(
    rng: np.random.Generator, person: Mapping[str, Any], segment: str, family: bool, language: Language
) -> list[object]:
    age, sex, truth = (column.names for column in segment_columns().values())
    number = person["member_id"] if rng.random() < NUMBERED else None
    words = age.get(segment, next(iter(age.values()))), sex[person["sex"]], truth["true" if family else "false"]
    said = [word.to(language) for word in words]
    return [number, said[0], person.get("tier") or person.get("grade"), said[1], said[2]]


def _ratings(rng: np.random.Generator, utility: Floats) -> list[object]:
    points = np.clip(np.rint(RATED_FROM + utility + rng.normal(0, 0.5, len(utility))), 1, 5).astype(int)
    left_out = rng.random(len(points)) < SKIPPED
    return [None if left else int(point) for point, left in zip(points, left_out, strict=True)]


def _choices(
    rng: np.random.Generator, questionnaire: Questionnaire, utility: Floats, language: Language
) -> list[object]:
    """Best and worst of each block, drawn from all ordered pairs."""
    cells: list[object] = []
    for block in questionnaire.blocks:
        best, worst = chosen_pair(rng, utility[block])
        skipped = rng.random() < SKIPPED
        names = [questionnaire.items[block[place]].text.to(language) for place in (best, worst)]
        cells += [None, None] if skipped else names
    return cells


def chosen_pair(rng: np.random.Generator, utility: Floats | Sequence[float]) -> tuple[int, int]:
    """Positions of best and worst: P(i, j) in proportion to exp(u_i - u_j), i and j different."""
    u: Array = np.asarray(utility, np.float64)
    weight = np.exp(u[:, None] - u[None, :])
    np.fill_diagonal(weight, 0)
    place = rng.choice(weight.size, p=weight.ravel() / weight.sum())
    return int(place // len(u)), int(place % len(u))
