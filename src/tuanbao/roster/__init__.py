"""Tables that come in (人员、票据、事件、保费): read from Excel, CSV or Parquet, checked, with every error named.

reading = read_table("people.xlsx", MEMBERS, amounts=frozenset({"sum_insured"}))
people = check_members(reading, {"staff-2026": PlanNeeds(amounts=frozenset({"sum_insured"}))})
bills = check_bills(read_table("bills.csv", BILLS), people.table)
write_error_workbook([*people.errors, *bills.errors], "errors.xlsx")
"""

from tuanbao.roster.checks import check_bills, check_events, check_hospital_lists, check_openings, check_premiums
from tuanbao.roster.columns import Column, Layout
from tuanbao.roster.errors import RowError, TableError, write_error_workbook
from tuanbao.roster.fen import fen_to_yuan, yuan_to_fen
from tuanbao.roster.layouts import BILLS, EVENTS, HOSPITAL_LISTS, LAYOUTS, MEMBERS, OPENINGS, PREMIUMS
from tuanbao.roster.normalise import normalise
from tuanbao.roster.people import PlanNeeds, check_members, plans_of
from tuanbao.roster.read import read_table
from tuanbao.roster.reading import Reading
from tuanbao.roster.template import write_template
from tuanbao.roster.write import write_table

__all__ = [
    "BILLS",
    "EVENTS",
    "HOSPITAL_LISTS",
    "LAYOUTS",
    "MEMBERS",
    "OPENINGS",
    "PREMIUMS",
    "Column",
    "Layout",
    "PlanNeeds",
    "Reading",
    "RowError",
    "TableError",
    "check_bills",
    "check_events",
    "check_hospital_lists",
    "check_members",
    "check_openings",
    "check_premiums",
    "fen_to_yuan",
    "normalise",
    "plans_of",
    "read_table",
    "write_error_workbook",
    "write_table",
    "write_template",
    "yuan_to_fen",
]
