"""Streams and schemes -> the arrays that the simulation reads."""

from collections.abc import Sequence

import numpy as np

from tuanbao.pricing.model.claim_model import ClaimModel, Floats
from tuanbao.pricing.model.hazards import NO_EVENT, Codes, Schemes, Streams
from tuanbao.reference.schemes import NO_CEILING, CityScheme, MedicalSchemes
from tuanbao.vocabulary import CATEGORIES, CAUSES, EVENTS, MODES

FUNDS = ("visits", "stays", "childbirth")


def pack_streams(model: ClaimModel) -> Streams:
    """The streams of a model as arrays."""
    streams, shared = model.streams, model.shared
    frailties = list(shared["frailty"].value)
    diagnoses = list(dict.fromkeys(code for stream in streams for code in stream.diagnoses))
    diagnosis, diagnosis_chance = _mix([stream.diagnoses for stream in streams], diagnoses, np.int16)
    mode, mode_chance = _mix([stream.modes or {"none": 1.0} for stream in streams], list(MODES), np.int8)

    def codes(words: Sequence[str], among: Sequence[str], kind: type[np.generic]) -> Codes:
        return np.array([among.index(word) if word != "none" else NO_EVENT for word in words], kind)

    def floats(name: str) -> Floats:
        return np.array([getattr(stream, name) for stream in streams], np.float64)

    def flags(name: str) -> Codes:
        return np.array([getattr(stream, name) for stream in streams], np.bool_)

    outside, class_b = floats("outside"), floats("class_b")
    return Streams(
        names=tuple(stream.key for stream in streams),
        category=codes([stream.category for stream in streams], list(CATEGORIES), np.uint8),
        cause=codes([stream.cause for stream in streams], list(CAUSES), np.uint8),
        event=codes([stream.event for stream in streams], list(EVENTS), np.int8),
        billed=flags("billed"),
        frailty=codes([stream.frailty for stream in streams], frailties, np.int8),
        frailty_shape=np.array(list(shared["frailty"].value.values()), np.float64),
        months=_cumulative([shared["months"].value[stream.months] for stream in streams]),
        sigma=floats("sigma"),
        days=floats("days"),
        days_sigma=floats("days_sigma"),
        outside_chance=outside[:, 0],
        outside_share=outside[:, 1],
        outside_whole=outside[:, 2],
        class_b_chance=class_b[:, 0],
        class_b_share=class_b[:, 1],
        level=_cumulative(floats("level")),
        level_price=np.array(shared["level_price"].value, np.float64),
        private=floats("private"),
        ward=_cumulative(floats("ward")),
        ward_price=np.array(shared["ward_price"].value, np.float64),
        settled=floats("settled"),
        fund=codes([stream.fund for stream in streams], FUNDS, np.int8),
        pooled=flags("pooled"),
        pre_existing=floats("pre_existing"),
        work=floats("work"),
        handed_in=floats("handed_in"),
        diagnosis=diagnosis,
        diagnosis_chance=diagnosis_chance,
        diagnoses=tuple(diagnoses),
        grade=_cumulative(floats("grade")),
        lost_days=floats("lost_days"),
        mode=mode,
        mode_chance=mode_chance,
    )


def relative_price(streams: Streams) -> Floats:
    """(streams,): mean of level price times ward price, which are drawn independently."""
    by_level = np.diff(streams.level, axis=1, prepend=0.0) @ streams.level_price
    by_ward = np.diff(streams.ward, axis=2, prepend=0.0) @ streams.ward_price
    return np.asarray(by_level * ((1 - streams.private) * by_ward[:, 0] + streams.private * by_ward[:, 1]))


def pack_schemes(schemes: MedicalSchemes) -> Schemes:
    """The cities' schemes as arrays; the last row stands for a city that is not listed."""
    rows = [*schemes.cities, schemes.elsewhere]
    childbirth = schemes.childbirth.value["percent"]
    return Schemes(
        cities=tuple(row.city for row in rows),
        deductible=np.array([[row.visits.deductible, row.stays.deductible, 0] for row in rows], np.int64),
        percent=np.array([_percents(row, childbirth) for row in rows]) / 100,
        ceiling=np.array([[row.visits.ceiling, row.stays.ceiling, NO_CEILING] for row in rows], np.int64),
        resident_less=schemes.residents_less.value["percent_points_less"] / 100,
        price=np.array([row.price for row in rows]),
    )


def _percents(row: CityScheme, childbirth: int) -> list[list[float]]:
    """(3, 4): an ungraded hospital has the percentage of level 1."""
    funds = [[fund.percent[0], *fund.percent] for fund in (row.visits, row.stays)]
    return [*funds, [childbirth] * 4]


def _cumulative(weights: object) -> Floats:
    """Cumulative shares along the last axis, whose last one is exactly 1."""
    summed = np.cumsum(np.asarray(weights, np.float64), axis=-1)
    shares = np.asarray(summed / summed[..., -1:])
    shares[..., -1] = 1.0
    return shares


def _mix(weights: Sequence[object], words: list[str], kind: type[np.generic]) -> tuple[Codes, Floats]:
    """Positions in `words` (-1 for none) and cumulative chances, padded with the last position and 1."""
    rows = [dict(row) if isinstance(row, dict) else {} for row in weights]
    most = max(1, *(len(row) for row in rows))
    place, chance = np.full((len(rows), most), -1, kind), np.ones((len(rows), most))
    for i, row in enumerate(rows):
        codes = [words.index(word) if word in words else -1 for word in row]
        place[i, : len(codes)] = codes
        place[i, len(codes) :] = codes[-1] if codes else -1
        if codes:
            chance[i, : len(codes)] = _cumulative(list(row.values()))
    return place, chance
