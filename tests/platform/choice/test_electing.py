"""Elections: what is written, what is refused, what renews."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.platform.choice.conftest import Hire, now_of, picks_of
from tuanbao.platform import clock
from tuanbao.platform.choice.book import read_book
from tuanbao.platform.choice.closing import begin_years, close_window, extend_window
from tuanbao.platform.choice.electing import ChoiceError, submit
from tuanbao.platform.choice.models import Election, Evidence, LifeEvent, Window
from tuanbao.platform.choice.renewing import Pick
from tuanbao.platform.choice.reporting import Report, decide_event, report_event
from tuanbao.platform.choice.situation import situation
from tuanbao.platform.clock import clock_at
from tuanbao.platform.companies.models import Company
from tuanbao.platform.people import documents
from tuanbao.platform.people.models import Person
from tuanbao.platform.people.relations import rules
from tuanbao.platform.protection.models import AuditEntry


def choose(person: Person, own: str = "", key: str = "k", at: int = 0, **more: object) -> Election:
    now = now_of(person)
    occasion = now.choosing.occasions[at]
    return submit(person, occasion.code, picks_of(now.desk(occasion).menu, own, **more), key)  # type: ignore[arg-type]


@pytest.fixture
def family(hire: Hire) -> Person:
    return hire(date(2020, 3, 1), spouse=True, child=True, papers=True)


@pytest.fixture
def next_window(company: Company) -> Window:
    found = Window.objects.filter(closed_at=None).first()
    assert found is not None
    return found


def test_an_election_keeps_prices_and_who_pays(family: Person) -> None:
    election = choose(family, "plus")
    assert (election.source, election.effective_from) == ("annual", date(2027, 1, 1))
    lines = {line.person.relation: line for line in election.lines.all()}
    assert (lines["employee"].price_fen, lines["employee"].employee_fen) == (1790_00, 410_00)
    assert (lines["spouse"].employer_fen, lines["child"].employee_fen) == (575_00, 430_00)
    assert (election.points, election.payroll_fen) == (500, 410_00 + 575_00 + 430_00 - 500_00)


def test_the_same_form_twice_is_one_election(family: Person) -> None:
    assert choose(family, "plus") == choose(family, "lite")
    assert Election.objects.filter(employee=family).count() == 1


def test_choosing_again_while_the_window_is_open_replaces(family: Person) -> None:
    choose(family, "plus", "a")
    choose(family, "lite", "b")
    assert {pick.variant for pick in now_of(family).chosen_on(date(2027, 1, 1))} == {"lite", ""}


def test_an_occasion_that_ran_out_between_page_and_sending_changes_nothing(family: Person) -> None:
    now = now_of(family)
    occasion = now.choosing.occasions[0]
    picks = picks_of(now.desk(occasion).menu)
    with clock_at(date(2026, 12, 11)), pytest.raises(ChoiceError) as raised:
        submit(family, occasion.code, picks, "late")
    (wrong,) = raised.value.wrongs
    assert "已结束，未作任何更改" in wrong.text.zh
    assert "is over; nothing was changed" in wrong.text.en
    assert not Election.objects.filter(employee=family).exists()


def test_everything_that_is_wrong_is_told_at_once(family: Person, hire: Hire) -> None:
    stranger = hire(date(2021, 1, 1))
    now = now_of(family)
    occasion = now.choosing.occasions[0]
    own, spouse, _child = now.desk(occasion).menu.seats
    picks = [
        Pick(own.member.key, "acme-tech-staff", "golden"),
        Pick(spouse.member.key, "acme-tech-family", waived=True),
        Pick(stranger.pk, "acme-tech-family"),
    ]
    with pytest.raises(ChoiceError) as raised:
        submit(family, occasion.code, picks, "bad")
    assert {wrong.code for wrong in raised.value.wrongs} == {"not_offered", "no_reason", "stranger", "missing"}
    assert all(wrong.text.zh and wrong.text.en for wrong in raised.value.wrongs)


def test_the_own_cover_cannot_be_waived(family: Person) -> None:
    now = now_of(family)
    occasion = now.choosing.occasions[0]
    picks = picks_of(now.desk(occasion).menu)
    picks[0] = Pick(picks[0].person, picks[0].plan_id, waived=True, reason="other_cover")
    with pytest.raises(ChoiceError) as raised:
        submit(family, occasion.code, picks, "waived")
    assert [wrong.code for wrong in raised.value.wrongs] == ["own_waived"]


def test_a_newcomers_dependant_waits_for_documents_without_cover(hire: Hire) -> None:
    person = hire(date(2026, 11, 18), spouse=True)
    election = choose(person, at=1)
    assert election.source == "new_hire"
    (line,) = election.lines.filter(person__relation="spouse")
    assert (line.evidence.kind, line.evidence.accepted, line.evidence.interim_plan_id) == ("documents", None, "")
    assert [pick.person for pick in now_of(person).held_on(election.effective_from)] == [person.pk]


def test_a_jump_of_two_levels_in_a_later_year_needs_a_declaration(family: Person, next_window: Window) -> None:
    choose(family, "lite", "first")
    close_window(next_window)
    accepted = LifeEvent.objects.create(
        company=family.company,
        employee=family,
        kind="marriage",
        happened_on=date(2027, 5, 3),
        reported_at=clock.now(),
        accepted=True,
        decided_at=clock.now(),
        about=family.dependants.get(relation="spouse"),
    )
    with clock_at(date(2027, 5, 10)):
        now = now_of(family)
        (occasion,) = now.choosing.occasions
        picks = picks_of(now.desk(occasion).menu, "plus")
        with pytest.raises(ChoiceError) as raised:
            submit(family, occasion.code, picks, "up")
        assert {wrong.code for wrong in raised.value.wrongs} == {"unanswered"}
        assert "请回答" in raised.value.wrongs[0].text.zh
        answers = {family.pk: {"hospital": True, "chronic": False, "pending": False, "refused": False}}
        election = submit(family, occasion.code, picks, "up", answers=answers)
        (own,) = election.lines.filter(person=family)
        assert (own.evidence.accepted, own.evidence.interim_variant) == (None, "lite")
        assert election.life_event == accepted
        again = submit(
            family, occasion.code, picks, "up2", answers={family.pk: dict.fromkeys(answers[family.pk], False)}
        )
        assert again.lines.get(person=family).evidence.accepted is True


def test_closing_renews_or_gives_the_default_and_may_be_done_again(
    company: Company, family: Person, hire: Hire, next_window: Window
) -> None:
    newcomer = hire(date(2026, 12, 5), spouse=True)
    active = hire(date(2019, 1, 1))
    choose(active, "plus", "active")
    with clock_at(date(2026, 12, 11)):
        first = close_window(next_window)
        second = close_window(next_window)
    assert second == {"renewed": 0, "default": 0}
    assert sum(first.values()) == Person.objects.filter(relation="employee", left_on=None).count() - 1
    assert AuditEntry.objects.filter(action="choice.window_closed").count() == 1
    assert family.elections.get().source == "default"
    costs = family.elections.get().lines.values_list("waived", "employee_fen")
    assert all(waived or not fen for waived, fen in costs), "nobody pays without having chosen"
    assert active.elections.get().source == "annual"
    assert newcomer.elections.get().lines.get(person__relation="spouse").waiver_reason == "not_chosen"


def test_a_renewal_keeps_the_variant_of_last_year(family: Person, company: Company, next_window: Window) -> None:
    this_year = next_window.programme.__class__.objects.get(effective_from=date(2026, 1, 1))
    desk = now_of(family).desk(now_of(family).choosing.occasions[0])
    election = Election.objects.create(
        company=company,
        employee=family,
        programme=this_year,
        source="annual",
        key="old",
        effective_from=date(2026, 1, 1),
        made_at=clock.now(),
    )
    for pick in picks_of(desk.menu, "plus"):
        election.lines.create(company=company, person_id=pick.person, plan_id=pick.plan_id, variant=pick.variant)
    close_window(next_window)
    renewal = family.elections.get(source="renewed")
    assert renewal.lines.get(person=family).variant == "plus"
    assert renewal.payroll_fen + renewal.points * 100 == 410_00 + 575_00 + 430_00
    assert not Evidence.objects.filter(line__election=renewal).exists()


def test_a_window_that_was_closed_can_be_opened_again(family: Person, next_window: Window) -> None:
    with clock_at(date(2026, 12, 12)):
        close_window(next_window)
        assert not now_of(family).choosing.occasions
        extend_window(next_window, date(2026, 12, 20))
        choose(family, "plus", "after")
        assert now_of(family).election_on(date(2027, 1, 1)).source == "annual"  # type: ignore[union-attr]
    assert AuditEntry.objects.filter(action="choice.window_reopened").exists()


def test_a_birth_adds_the_child_from_birth_and_nothing_else(family: Person, company: Company) -> None:
    baby = Person.objects.create(
        company=company,
        number="BABY",
        relation="child",
        employee=family,
        name="宝宝",
        birth_date=date(2026, 11, 5),
        related_from=date(2026, 11, 5),
        sex="female",
    )
    event = LifeEvent.objects.create(
        company=company,
        employee=family,
        kind="birth",
        about=baby,
        happened_on=date(2026, 11, 5),
        reported_at=clock.now(),
        accepted=True,
        decided_at=clock.now(),
    )
    now = now_of(family)
    occasion = next(each for each in now.choosing.occasions if each.event == event.pk)
    menu = now.desk(occasion).menu
    with pytest.raises(ChoiceError) as raised:
        submit(family, occasion.code, picks_of(menu), "everybody")
    assert [wrong.code for wrong in raised.value.wrongs] == ["locked", "locked"]
    only_the_baby = [
        pick if pick.person in {family.pk, baby.pk} else replace(pick, waived=True, reason="not_needed")
        for pick in picks_of(menu)
    ]
    election = submit(family, occasion.code, only_the_baby, "yes")
    assert (election.source, election.effective_from) == ("life_event", date(2026, 11, 5))
    assert election.lines.filter(person=baby, waived=False).exists()


def test_a_change_back_in_time_is_carried_into_later_elections(
    family: Person, company: Company, next_window: Window
) -> None:
    choose(family, "plus", "annual")
    close_window(next_window)
    with clock_at(date(2027, 7, 20)):
        LifeEvent.objects.create(
            company=company,
            employee=family,
            kind="divorce",
            about=family.dependants.get(relation="spouse"),
            happened_on=date(2027, 7, 10),
            reported_at=clock.now(),
            accepted=True,
            decided_at=clock.now(),
        )
        now = now_of(family)
        (occasion,) = now.choosing.occasions
        spouse = family.dependants.get(relation="spouse").pk
        dropped = [
            Pick(pick.person, pick.plan_id, waived=True, reason="other_cover") if pick.person == spouse else pick
            for pick in now.chosen_on(date(2027, 7, 11))
        ]
        submit(family, occasion.code, dropped, "divorce")
        baby = Person.objects.create(
            company=company,
            number="BABY",
            relation="child",
            employee=family,
            name="宝宝",
            birth_date=date(2027, 7, 1),
            sex="female",
            verified_at=clock.now(),
        )
        LifeEvent.objects.create(
            company=company,
            employee=family,
            kind="birth",
            about=baby,
            happened_on=date(2027, 7, 1),
            reported_at=clock.now(),
            accepted=True,
            decided_at=clock.now(),
        )
        now = now_of(family)
        birth = next(each for each in now.choosing.occasions if each.about == baby.pk)
        before = now.desk(birth).before
        submit(family, birth.code, [*before, Pick(baby.pk, "acme-tech-family")], "birth")
        there = now_of(family)
    assert {pick.person for pick in there.chosen_on(date(2027, 7, 5)) if not pick.waived} >= {spouse, baby.pk}
    later = {pick.person for pick in there.chosen_on(date(2027, 7, 11)) if not pick.waived}
    assert baby.pk in later
    assert spouse not in later


def test_who_joined_after_the_window_and_chose_for_the_old_year_is_renewed_in_the_new_one(
    hire: Hire, next_window: Window
) -> None:
    with clock_at(date(2026, 12, 11)):
        close_window(next_window)
    person = hire(date(2026, 12, 14))
    with clock_at(date(2026, 12, 20)):
        choose(person, "plus", "old")
        renewal = person.elections.get(source="renewed")
        assert (renewal.effective_from, renewal.lines.get().variant) == (date(2027, 1, 1), "plus")
        choose(person, "", "again")
        held = now_of(person).election_on(date(2027, 1, 1))
        assert (held.source, held.lines.get().variant) == ("renewed", ""), "a change of the old year is carried on"  # type: ignore[union-attr]
        choose(person, "lite", "new", at=1)
        choose(person, "plus", "late")
        held = now_of(person).election_on(date(2027, 1, 1))
        assert (held.source, held.lines.get().variant) == ("new_hire", "lite"), "what they chose themselves stays"  # type: ignore[union-attr]


def test_a_leaver_of_december_is_not_renewed(hire: Hire, next_window: Window) -> None:
    with clock_at(date(2026, 12, 11)):
        close_window(next_window)
    person = hire(date(2026, 12, 14), date(2026, 12, 31))
    with clock_at(date(2026, 12, 20)):
        choose(person, "plus", "old")
    assert [each.source for each in person.elections.all()] == ["new_hire"]


def test_the_new_year_renews_who_was_missed_and_only_once(company: Company, hire: Hire, next_window: Window) -> None:
    with clock_at(date(2026, 12, 11)):
        close_window(next_window)
    missed, silent = hire(date(2026, 12, 14)), hire(date(2026, 12, 15))
    with clock_at(date(2026, 12, 20)):
        choose(missed, "plus", "old")
        missed.elections.filter(source="renewed").get().lines.all().delete()
        missed.elections.filter(source="renewed").delete()
    with clock_at(date(2026, 12, 31)):
        assert begin_years(company) == 0, "not before the year begins"
    with clock_at(date(2027, 1, 1)):
        assert begin_years(company) == 1
        assert begin_years(company) == 0
    assert missed.elections.get(source="renewed").lines.get().variant == "plus"
    assert not silent.elections.exists(), "without any choice the default holds anyway, and they may still choose"


def test_who_married_just_now_is_not_asked_about_health_in_the_window_either(
    company: Company, hire: Hire, next_window: Window
) -> None:
    """The window covers what the marriage would allow: choosing there is no worse than choosing by the event."""
    person = hire(date(2020, 3, 1))
    with clock_at(date(2026, 11, 16)):
        choose(person, key="alone")
    with clock_at(date(2026, 11, 20)):
        report = Report("marriage", date(2026, 11, 18), name="新婚", birth_date=date(1989, 4, 4), sex="male")
        decide_event(report_event(person, report), accepted=True)
        annual = next(each for each in now_of(person).choosing.occasions if each.source == "annual")
        election = submit(person, annual.code, picks_of(now_of(person).desk(annual).menu), "both")
        assert not Evidence.objects.filter(line__election=election).exists()
    with clock_at(date(2027, 1, 20)):
        assert situation(read_book(person.company_id), person, clock.today()).newly == frozenset(), (
            "the days to act are over"
        )


def test_accepted_papers_release_the_choice_that_waited_for_them(hire: Hire) -> None:
    person = hire(date(2026, 11, 18), spouse=True)
    election = choose(person, at=1)
    spouse = person.dependants.get()
    for kind, *_ in rules()["spouse"].any_of:
        paper = SimpleUploadedFile("paper.pdf", b"%PDF-1.7")
        documents.decide(documents.hand_in(spouse, kind, paper, None), accepted=True, note="", user=None)
    evidence = Evidence.objects.get(line__election=election)
    assert (evidence.accepted, evidence.effective_from) == (True, election.effective_from)
    assert len(now_of(person).held_on(election.effective_from)) == 2
