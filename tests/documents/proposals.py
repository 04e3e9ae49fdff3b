"""A small real proposal, made once for all tests of its documents, and what it looks like without this or that."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tuanbao.demo.answers import write_answers
from tuanbao.demo.company import Company, make_company
from tuanbao.design.inputs import Inputs
from tuanbao.design.needs import past_use, read_answers, standard_questionnaire, survey
from tuanbao.design.options.loading import parse_options
from tuanbao.design.proposal import Proposal
from tuanbao.design.running import design_programme
from tuanbao.plan import load_programme
from tuanbao.pricing.model import load_model
from tuanbao.roster import MEMBERS, normalise

ROOT = Path(__file__).parents[2]
ON = date(2026, 12, 31)
OPTIONS = """
design: small
name: {zh: 小公司方案设计, en: A small company's design}
tiers:
  - {tier: senior, name: {zh: 骨干, en: Senior}, when: {grade: [P7, P8, M3, M4]}, plan: acme-tech-staff}
levers:
  - lever: share
    plan: acme-tech-staff
    name: {zh: 门急诊赔付比例, en: Outpatient percentages}
    settings:
      - name: {zh: 500 元以上赔 50%, en: 50% above 500 yuan}
        set: {outpatient.coinsurance: [{up_to: 500, pay: 0%}, {pay: 50%}]}
      - name: {zh: 500 元以上赔 80%, en: 80% above 500 yuan}
        set: {outpatient.coinsurance: [{up_to: 500, pay: 0%}, {pay: 80%}]}
  - {lever: illness, plan: acme-tech-staff, name: {zh: 重疾保额, en: Critical illness},
     path: critical-illness.sum_insured, values: [200000, 500000]}
  - lever: family
    plan: acme-tech-family
    name: {zh: 家属住院赔付比例, en: Family inpatient percentage}
    path: inpatient.coinsurance
    values: [60%, 90%]
services:
  - {service: checkup, theme: checkup, name: {zh: 体检, en: Check-up}, per_head: [0, 300, 600], now: 1}
constraints: {growth: 5%, order: [senior, staff]}
"""


@cache
def company() -> Company:
    return make_company(seed=4, people=160)


@cache
def proposal() -> Proposal:
    """A new tier, levers of three plans, a service and a budget; without questionnaire and bills."""
    programme, plans = load_programme(ROOT / "examples" / "programmes" / "acme-tech.yaml")
    options, findings = parse_options(OPTIONS)
    members = normalise(company().members, MEMBERS)
    inputs = Inputs(members, programme, tuple(plans), load_model(), options, findings, on=ON, years=40, lines=20_000)
    return design_programme(inputs)


@cache
def proposal_with_survey() -> Proposal:
    """The same with a questionnaire and past use beside its needs; the choice stays."""
    found = proposal()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "answers.xlsx"
        write_answers(path, found.present.group.members, 7, "zh")
        said = survey(read_answers(path, standard_questionnaire()))
    used = past_use(found.present.group, company().bills, company().events)
    return replace(found, needs=replace(found.needs, survey=said, past=used))


@cache
def proposal_without_much() -> Proposal:
    """Without frontier, later years, roll-out, upgrades, other weights and changes: as little as there can be."""
    found = proposal()
    around = replace(found.around, cheapest=None, held=None, sensitivities=())
    around = replace(around, frontier=replace(around.frontier, solutions=()))
    blocks = tuple(replace(own, later=None) for own in found.blocks)
    same = dict.fromkeys(found.solution.chosen, 0)
    return replace(
        found,
        around=around,
        blocks=blocks,
        rollout=None,
        reasons=(),
        solution=replace(found.solution, chosen=same),
        plans=replace(found.plans, upgrades=()),
        money=replace(found.money, budget=None, tightened=0),
        needs=replace(found.needs, gaps=()),
        proposed=found.present,
    )
