"""Small pieces of the rules' sentences: plans, benefits, amounts and people, in both languages."""

from fractions import Fraction

from tuanbao.design.law.people import Benefit
from tuanbao.language import Text
from tuanbao.money import format_percent, format_yuan
from tuanbao.plan import Plan


def in_plan(plan: Plan, benefit: Benefit) -> Text:
    """“员工方案”的“重大疾病”; "Critical illness" of the plan "Staff"."""
    own, whole = benefit.title, plan.title
    return Text(f"“{whole.zh}”的“{own.zh}”", f'"{own.en}" of the plan "{whole.en}"')


def named(plan: Plan) -> Text:
    return Text(f"“{plan.title.zh}”", f'the plan "{plan.title.en}"')


def yuan(fen: int) -> Text:
    """1,234.50 元; 1,234.50 yuan."""
    return Text(f"{format_yuan(fen)} 元", f"{format_yuan(fen)} yuan")


def percent(share: Fraction) -> str:
    """ "5%"; "1/3" has no short form and is rounded to two decimals."""
    try:
        return format_percent(share)
    except ValueError:
        return f"{float(share) * 100:.2f}%"


def people(count: int, zh: str = "人", one: str = "person", many: str = "people") -> Text:
    """3 人; 3 people."""
    return Text(f"{count} {zh}", f"{count} {one if count == 1 else many}")


def employees(count: int) -> Text:
    """3 名员工; 3 employees."""
    return people(count, "名员工", "employee", "employees")


def are(count: int) -> str:
    """The English verb that agrees with a number."""
    return "is" if count == 1 else "are"
