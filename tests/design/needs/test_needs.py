"""Everything joined: weights of themes, the reasons for them, and a whole assessment of the made-up company."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.design.needs.making import group, person
from tuanbao.demo.answers import LEANING, write_answers
from tuanbao.demo.company import Company
from tuanbao.design.needs import Needs, assess, read_answers, standard_questionnaire
from tuanbao.design.needs.weights import Stated, ThemeBurden, credibility, prior_weights, weigh
from tuanbao.design.themes import THEMES
from tuanbao.pricing.group import Group
from tuanbao.pricing.model import ClaimModel
from tuanbao.reference.needs import needs_parameters
from tuanbao.roster import BILLS, EVENTS, normalise

T = len(THEMES)
BURDENS = st.lists(st.floats(0, 1e6), min_size=T, max_size=T)
FLOOR = needs_parameters()["least_weight"].value


@given(BURDENS, BURDENS, st.lists(st.floats(0.001, 1), min_size=T, max_size=T), st.integers(10, 5000))
def test_weights_are_positive_with_mean_one(mean: list[float], bad: list[float], liked: list[float], n: int) -> None:
    found = ThemeBurden(np.array(mean) + (np.array(bad) > 0), np.array(bad) + 1)
    shares = np.array(liked) / sum(liked)
    for said in (None, Stated(shares, n)):
        values = np.array(list(weigh(found, said).values.values()))
        assert values.mean() == pytest.approx(1)
        assert values.min() >= FLOOR - 1e-9


def test_what_many_say_outweighs_what_is_borne() -> None:
    flat = ThemeBurden(np.ones(T), np.ones(T))
    shares = np.full(T, 0.5 / (T - 1))
    shares[3] = 0.5
    theme = list(THEMES)[3]
    few, many = (weigh(flat, Stated(shares, n)).values[theme] for n in (10, 10_000))
    assert few == pytest.approx(1 + credibility(10) * (0.5 * T - 1), rel=0.02)
    assert 1 < few < many < 0.5 * T


def test_credibility_is_a_half_at_k_respondents() -> None:
    assert credibility(int(needs_parameters()["survey_credibility"].value)) == 0.5


def test_a_theme_that_is_not_asked_for_keeps_its_prior() -> None:
    burden = ThemeBurden(np.arange(1.0, T + 1), np.arange(1.0, T + 1))
    shares = np.full(T, np.nan)
    shares[:5] = [0.4, 0.3, 0.15, 0.1, 0.05]
    prior, blended = prior_weights(burden), weigh(burden, Stated(shares, 10_000)).values
    assert list(blended.values())[5:] == pytest.approx(prior[5:].tolist(), rel=0.02)
    assert sum(list(blended.values())[:5]) == pytest.approx(prior[:5].sum(), rel=0.03)


def test_a_theme_of_which_nothing_is_simulated_has_the_mean() -> None:
    mean = np.arange(1.0, T + 1)
    mean[list(THEMES).index("annuity")] = 0
    assert prior_weights(ThemeBurden(mean, mean))[list(THEMES).index("annuity")] == pytest.approx(1)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, company: Company, demo: Group, model: ClaimModel) -> Needs:
    path = tmp_path_factory.mktemp("needs") / "answers.xlsx"
    write_answers(path, demo.members, 11)
    answers = read_answers(path, standard_questionnaire())
    seen: list[tuple[int, int]] = []
    found = assess(
        demo,
        model,
        answers=answers,
        bills=normalise(company.bills, BILLS),
        events=normalise(company.events, EVENTS),
        years=10,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen[-1] == (10, 10)
    return found


def test_everything_is_there_and_said_in_both_languages(whole: Needs) -> None:
    assert whole.survey is not None
    assert whole.past is not None
    assert whole.gaps
    assert {reason.about for reason in whole.reasons} >= {"age", "sex", "gap", "family", "health", "survey", "use"}
    for text in [reason.text for reason in whole.reasons] + list(whole.why.values()) + list(whole.notes):
        assert text.zh.strip()
        assert text.en.strip()
        assert not {"None", "nan"} & set(text.en.split())


def test_reasons_carry_the_figures_that_they_tell(whole: Needs) -> None:
    for reason in whole.reasons:
        assert reason.figures, reason.text.en
        assert set(reason.themes) <= set(THEMES)
        shares = [value for key, value in reason.figures.items() if key == "share"]
        assert all(f"{share:.0%}" in reason.text.zh for share in shares), reason.text.zh


def test_weights_are_of_all_themes_and_explained(whole: Needs) -> None:
    values = whole.weights()
    assert list(values) == list(THEMES)
    assert np.mean(list(values.values())) == pytest.approx(1)
    assert set(whole.why) == set(THEMES)
    assert whole.weights("nobody's tier") == values
    assert set(whole.by_tier) == {"staff"}


def test_what_people_were_made_to_prefer_comes_out(whole: Needs) -> None:
    assert whole.survey is not None
    assert whole.survey.preferences is not None
    first = max(whole.survey.preferences.themes, key=lambda one: one.share)
    assert first.key == max(LEANING["everybody"], key=LEANING["everybody"].__getitem__)


def test_no_figure_of_the_whole_is_of_few_people(whole: Needs) -> None:
    people = [gap.people for gap in whole.gaps] + [one.people for one in whole.risk.segments]
    people += [cell.people for table in whole.profile.breakdowns for cell in table.cells]
    assert whole.past is not None
    assert whole.survey is not None
    people += [disease.people for disease in whole.past.diseases]
    people += [one.users for one in whole.past.benefits if one.users]
    people += [rating.respondents for rating in whole.survey.ratings]
    assert min(people) >= 10


def test_needs_are_assessed_without_answers_and_bills_too(model: ClaimModel) -> None:
    found = assess(group([person(n) for n in range(30)]), model, years=5)
    assert found.survey is None
    assert found.past is None
    assert np.mean(list(found.weights().values())) == pytest.approx(1)


def test_what_the_roster_tells_of_work_and_health_is_among_the_reasons(model: ClaimModel) -> None:
    rows = [
        person(n, occupation_class="4" if n < 25 else "1", chronic=n % 4 == 0, 体检异常=n % 2 == 0, salary="9000")
        for n in range(100)
    ]
    found = assess(group(rows), model, years=5)
    said = {reason.segment.en: reason for reason in found.reasons}
    assert said["class 3 and above"].figures == {"share": 0.25}
    assert said["chronic disease"].figures == {"share": 0.25}
    assert said["check-ups"].figures == {"share": 0.5}
    assert "employers_liability" in said["class 3 and above"].themes


def test_a_handful_of_people_is_assessed_without_a_figure_of_them(model: ClaimModel) -> None:
    found = assess(group([person(n) for n in range(4)]), model, years=5)
    assert found.gaps == ()
    assert found.profile.breakdowns == ()
    assert found.risk.relative is None
    assert not [reason for reason in found.reasons if reason.about in ("age", "sex")]


def test_the_same_seed_gives_the_same_needs(model: ClaimModel) -> None:
    people = group([person(n) for n in range(40)])
    one, other, third = (assess(people, model, years=5, seed=seed) for seed in (1, 1, 2))
    assert one.weights() == other.weights()
    assert one.gaps == other.gaps
    assert one.gaps != third.gaps


def test_every_parameter_says_where_it_is_from() -> None:
    for name, entry in needs_parameters().items():
        assert entry.source, name
        assert entry.unit, name
        assert entry.confidence in ("high", "medium", "low"), name
