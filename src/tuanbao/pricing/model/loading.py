"""Reading the claim-cost model, and a company's or an insurer's own numbers in place of any of it (自有参数)."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tuanbao.language import Text
from tuanbao.pricing.model.calibration import calibrated
from tuanbao.pricing.model.claim_model import ClaimModel, Table
from tuanbao.pricing.model.own import with_own
from tuanbao.pricing.model.parsing import Problems, parse_stream, parse_table
from tuanbao.pricing.model.problems import ModelError
from tuanbao.pricing.model.standard import standard_class_mean
from tuanbao.pricing.model.streams import Facts, Stream
from tuanbao.reference.documented import Documented, documented, reference_yaml
from tuanbao.reference.schemes import medical_schemes
from tuanbao.reference.tables import age_table

BASE_YEAR = 2023
"""The year of the official statistics that the model is normalised to."""
PUBLISHED = {"life": "life-2025", "critical_illness": "critical-illness-2006-2010"}


NORMALISED = Text(
    "就诊与住院的总体水平按2023年官方统计校准；按年龄、性别、就诊类型的分布多为假设，可信度低，可用自有数据替换",
    "visits and stays are normalised to the official statistics of 2023; how they spread over ages, sexes and kinds of "
    "care is mostly assumed (low confidence): put your own figures in their place where you have them",
)


def load_model(path: Path | None = None) -> ClaimModel:
    """The model of the reference data at the level of 2023, with the numbers of an own file in their place.

    The file is YAML: `source`, `date` and `confidence` once, and any of

        streams: {outpatient: {rate: 2.4, mean: 410}}
        tables: {births: {from_age: [0, 20, 46], male: [0, 0, 0], female: [0, 0.04, 0]}, life: {file: our_deaths.csv}}
        shared: {level_price: [1, 0.8, 0.9, 1.1]}
        trend: {visit_price: {by_year: {2024: 0.01}, later: 0.03}}
        cities: {苏州: {price: 1.05, visits: {deductible: 600, percent: [80, 75, 60], ceiling: none}}}

    Own numbers are taken as they are: nothing is normalised again, and nothing else moves. Raises ModelError listing
    every problem of the file with its key.
    """
    if path is None:
        return _built_in()
    try:
        own = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(
            Text(f"读不到参数文件 {path}：{error}", f"cannot read the parameters {path}: {error}")
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ModelError(Text(f"{path.name} 不是 YAML：{error}", f"{path.name} is not YAML: {error}")) from None
    return with_own(_built_in(), own, path)


@cache
def _built_in() -> ClaimModel:
    costs, care = reference_yaml("claim_costs.yaml"), reference_yaml("claim_cost_streams.yaml")
    problems = Problems("claim_cost_streams.yaml")
    tables = {name: parse_table(entry, name, problems) for name, entry in costs["tables"].items()}
    for name, published in PUBLISHED.items():
        tables[name] = _published(published)
    shared = {name: Documented(**entry) for name, entry in costs["shared"].items()}
    streams = tuple(_stream(key, entry, care["templates"], problems) for key, entry in care["streams"].items())
    problems.raise_any()
    class_mean = standard_class_mean(shared["occupation"].value["accident"])
    notes = (NORMALISED, *(table.note for table in tables.values() if table.note))
    trend = documented("claim_cost_trend.yaml")
    return calibrated(
        ClaimModel(BASE_YEAR, streams, tables, shared, trend, class_mean, costs["units"], medical_schemes(), notes)
    )


def _stream(key: str, entry: Mapping[str, Any], templates: Mapping[str, Any], problems: Problems) -> Stream:
    return parse_stream(key, templates[entry["like"]] | {k: v for k, v in entry.items() if k != "like"}, problems)


def _published(name: str) -> Table:
    table = age_table(name)
    return Table(table.rates, table.unit, Facts(table.date, table.source, table.confidence), 1.0, table.note)
