"""The claims statement of an employee and the family as a PDF (理赔对账单)."""

from collections.abc import Iterator, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from tuanbao.documents import statement_words as words
from tuanbao.documents import typesetting
from tuanbao.documents.results_run import FamilyYear, Run
from tuanbao.documents.statement_account import Account, BillAccount, PersonAccount, Sums, make_account
from tuanbao.documents.statement_progress import Progress, Reached, Used
from tuanbao.language import Language, Text
from tuanbao.money import format_percent, format_yuan
from tuanbao.plan import Plan
from tuanbao.plan.wording.terms import TERMS
from tuanbao.plan.wording.words import from_to
from tuanbao.roster import plans_of
from tuanbao.vocabulary import CATEGORIES, LEVELS, OWNERSHIPS, RELATIONS, WARDS

MOST_ROWS_KEPT_TOGETHER = 8
"""A bill with more rows than this may go over a page."""
UNITS = {"fen": words.YUAN, "bills": words.TIMES, "days": words.DAYS}


def write_statement(
    path: Path,
    run: Run,
    family_id: str,
    explained: FamilyYear,
    *,
    company: str | None = None,
    note: Text | None = None,
    language: Language = "zh",
) -> None:
    """The statement of one family: what it cost, who paid, what is left of limits, and why, bill by bill.

    ``explained`` is the family's own year (`explained_family`). ``company`` stands above and ``note`` below every page.
    Diagnoses are left out. Raises TypesettingError where a character of a name has no glyph.
    """
    account = make_account(run, family_id, explained)
    typesetting.write_pdf(path, source(), data=document(run, account, language, company=company, note=note))


def source() -> str:
    """The Typst source that prints what `document` gives."""
    return files("tuanbao.documents").joinpath("statement.typ").read_text(encoding="utf-8")


def document(
    run: Run, account: Account, language: Language, *, company: str | None = None, note: Text | None = None
) -> dict[str, Any]:
    """The texts of the statement in their order, as the source expects them."""
    made = _Writer(run, account, language)
    groups = [made.group(person) for person in account.people if person.bills]
    payments = [
        {"date": day.isoformat(), "title": made(each.title), "paid": made.yuan(each.paid), "why": made(each.sentence)}
        for day, each in account.payments
    ]
    said = "\n".join(row["why"] for group in groups for bill in group["bills"] for row in bill["rows"])
    progress = [made.progress(term) for term in account.progress]
    return {
        "language": language,
        "title": made(words.TITLE),
        "subtitle": made.subtitle(),
        "company": company,
        "note": made(note) if note else None,
        "facts": made.facts(),
        "flow": made.flow(account.sums),
        "people": made.people(),
        "payments": {"heading": made(words.EVENTS), "rows": payments},
        "progress": {"heading": made(words.PROGRESS), "head": made.each(words.PROGRESS_HEAD), "rows": progress},
        "groups": groups,
        "no_bills": made(words.NO_BILLS),
        "terms": {"heading": made(words.TERMS), "rows": list(made.terms(said)), "ask": made(words.ASK)},
    }


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


class _Writer:
    """Parts of an account in one language; ``writer(text)`` is that language's."""

    def __init__(self, run: Run, account: Account, language: Language) -> None:
        self.run = run
        self.account = account
        self.language: Language = language
        self.plans = [run.plan[plan_id] for plan_id in account.plan_ids]

    def __call__(self, text: Text, **parts: object) -> str:
        said = text.to(self.language)
        return said.format(**parts) if parts else said

    def each(self, texts: Sequence[Text]) -> list[str]:
        return [self(text) for text in texts]

    def joined(self, parts: Sequence[str]) -> str:
        return ("、" if self.language == "zh" else ", ").join(parts)

    def yuan(self, fen: int) -> str:
        return self(words.YUAN, amount=format_yuan(fen))

    def name(self, person: PersonAccount) -> str:
        return str(person.person.get("name") or person.person["member_id"])

    def subtitle(self) -> str:
        return self.joined([self(plan.title) for plan in self.plans])

    def facts(self) -> list[tuple[str, str]]:
        first, *others = self.account.people
        periods = [self(from_to(*self._covered(first, plan))) for plan in self.plans_of(first)]
        pairs = [(self(words.NAME), self.name(first)), (self(words.MEMBER), str(first.person["member_id"]))]
        if others:
            family = [f"{self.name(p)}（{self.relation(p)}）" for p in others]
            if self.language == "en":
                family = [f"{self.name(p)} ({self.relation(p)})" for p in others]
            pairs.append((self(words.FAMILY), self.joined(family)))
        bills = sum(len(person.bills) for person in self.account.people)
        count = (self(words.BILLS), self(words.BILL_COUNT, n=bills))
        return [*pairs, count, (self(words.PERIOD), self.joined(list(dict.fromkeys(periods))))]

    def plans_of(self, person: PersonAccount) -> list[Plan]:
        return [self.run.plan[plan_id] for plan_id in plans_of(person.person["plan"])]

    def _covered(self, person: PersonAccount, plan: Plan) -> tuple[date, date]:
        """The person's own days in the plan year."""
        first, last = person.person["cover_from"], person.person["cover_to"] or plan.period.last
        return max(first, plan.period.first), min(last, plan.period.last)

    def relation(self, person: PersonAccount) -> str:
        return self(RELATIONS[person.person["relation"]])

    def flow(self, sums: Sums) -> dict[str, Any]:
        """The figures from what it cost to what is left to the person, and their shares of the whole."""
        patient = words.PATIENT if len(self.account.people) == 1 else words.PATIENT_OF_FAMILY
        parts = [("pooled", words.POOLED), ("other_paid", words.OTHER), ("paid", words.PAID), ("patient", patient)]
        shown = [(key, label) for key, label in parts if key != "other_paid" or sums.other_paid]
        whole = max(sums.total, 1)
        return {
            "heading": self(words.FLOW),
            "total": {"label": self(words.TOTAL), "amount": self.yuan(sums.total)},
            "parts": [
                {
                    "key": key,
                    "label": self(label),
                    "amount": self.yuan(getattr(sums, key)),
                    "percent": f"{100 * getattr(sums, key) / whole:.0f}%",
                    "share": getattr(sums, key) / whole,
                }
                for key, label in shown
            ],
        }

    def people(self) -> dict[str, Any] | None:
        """A row for every person, where there are several."""
        if len(self.account.people) == 1:
            return None
        rows = [
            [self.name(p), self.relation(p), str(len(p.bills)), *self._amounts(p.sums)] for p in self.account.people
        ]
        bills = sum(len(p.bills) for p in self.account.people)
        total = [self(words.SUM), "", str(bills), *self._amounts(self.account.sums)]
        head = self.each(words.PERSON_HEAD)
        return {"heading": self(words.EVERY_PERSON), "head": head, "rows": rows, "total": total}

    def _amounts(self, sums: Sums) -> list[str]:
        return [format_yuan(value) for value in (sums.total, sums.pooled + sums.other_paid, sums.paid, sums.patient)]

    def progress(self, term: Progress) -> dict[str, Any]:
        """One yearly term: whose, which, how much is used and left; ``share`` is what is used of 1."""
        owner = next((p for p in self.account.people if p.person["member_id"] == term.member_id), None)
        who = self(words.FAMILY_SHARED) if owner is None else self.name(owner)
        alone = len(self.account.people) == 1
        made = {"who": None if alone else who, "benefit": self.joined([self(title) for title in term.benefits])}
        if isinstance(term, Reached):
            return {**made, **self._reached(term)}
        unit = UNITS[term.unit]

        def size(value: int) -> str:
            return self(unit, amount=format_yuan(value), n=value)

        return {
            **made,
            "label": capitalised(self(term.label)),
            "used": size(term.used),
            "whole": size(term.amount),
            "left": size(term.left),
            "share": min(1.0, term.used / max(term.amount, 1)),
            "warns": term.is_limit and term.left == 0,
        }

    def _reached(self, term: Reached) -> dict[str, Any]:
        """Which percentage the next expense will have, and from where on another."""
        then = ""
        if term.next_from is not None and term.next_share is not None:
            edge = format_yuan(term.next_from).removesuffix(".00")
            then = self(words.BAND_THEN, edge=edge, share=format_percent(term.next_share))
        return {
            "label": self(words.BAND_LABEL),
            "used": self.yuan(term.expense),
            "whole": then,
            "left": self(words.BAND_NEXT, share=format_percent(term.share)) if term.share else self(words.BAND_NONE),
            "share": None,
            "warns": False,
        }

    def group(self, person: PersonAccount) -> dict[str, Any]:
        heading = self(words.DETAILS)
        if len(self.account.people) > 1:
            heading = self(words.DETAILS_OF, name=f"{self.name(person)} ")
        return {"heading": heading.strip(), "bills": [self.bill(bill) for bill in person.bills]}

    def bill(self, bill: BillAccount) -> dict[str, Any]:
        rows = [
            {"title": self(row.title), "why": self(row.sentence), "paid": format_yuan(row.paid) if row.paid else None}
            for row in bill.rows
        ]
        sums = bill.sums
        parts = [(words.TOTAL, sums.total), (words.POOLED, sums.pooled), (words.OTHER, sums.other_paid)]
        parts += [(words.PAID, sums.paid), (words.PATIENT, sums.patient)]
        shown = [(self(label), self.yuan(fen)) for label, fen in parts if label is not words.OTHER or fen]
        return {
            "date": self._dates(bill),
            "what": self._what(bill),
            "id": f"{self(words.BILL)} {bill.facts['bill_id']}",
            "amounts": shown,
            "rows": rows or [{"title": "", "why": self(words.NO_ROW), "paid": None}],
            "short": len(rows) <= MOST_ROWS_KEPT_TOGETHER,
        }

    def _dates(self, bill: BillAccount) -> str:
        first, last = bill.facts["service_date"], bill.facts["discharge_date"]
        if last is None or last == first:
            return str(first)
        return self(words.DISCHARGE, first=first, last=last)

    def _what(self, bill: BillAccount) -> str:
        """门诊、中医，三级公立医院，未经医保结算."""
        facts = bill.facts
        place = [self(LEVELS[facts["hospital_level"]]), self(OWNERSHIPS[facts["hospital_ownership"]])]
        ward = "" if facts["ward"] == "general" else self(WARDS[facts["ward"]])
        if ward and self.language == "en":
            ward = f", {ward}"
        where = self(words.HOSPITAL, level=place[0], ownership=place[1], ward=ward)
        parts = [self.joined([self(CATEGORIES[word]) for word in bill.categories])]
        parts += [where] if facts["hospital_level"] else []
        parts += [] if facts["settled"] else [self(words.UNSETTLED)]
        return capitalised(("，" if self.language == "zh" else ", ").join(parts))

    def terms(self, said: str) -> Iterator[tuple[str, str]]:
        """The words that this statement uses, explained."""
        labels = "\n".join(self(term.label) for term in self.account.progress if isinstance(term, Used))
        for term, meaning in words.OWN_TERMS:
            yield self(term), self(meaning)
        for term, meaning in TERMS:
            if self(term).lower() in f"{said}\n{labels}".lower():
                yield self(term), self(meaning)
