"""The texts with which a new programme begins (空白方案)."""


def blank_programme(year: int) -> str:
    return f"""programme: programme-{year}
name: {{zh: {year} 年员工福利方案, en: Benefit programme {year}}}
plans: [plans.yaml]
tiers:
  - {{tier: staff, name: {{zh: 全体员工, en: All staff}}, plan: staff}}
"""


def blank_plan(year: int, name: str = "staff") -> str:
    return f"""plan: {name}
name: {{zh: 员工方案, en: Staff plan}}
period: {{from: {year}-01-01, to: {year}-12-31}}
benefits:
  - id: outpatient
    name: {{zh: 门急诊医疗, en: Outpatient and emergency}}
    kind: reimbursement
    covers: [outpatient, emergency]
    deductible: [{{per: year, amount: 500}}]
    coinsurance: 80%
    limits: [{{per: year, amount: 20000}}]
"""
