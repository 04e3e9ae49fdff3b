"""A bad year for the company and for a person (坏年景)."""

from collections.abc import Sequence

from tuanbao.documents.proposal import figures
from tuanbao.documents.proposal.sections.page import Block, Page, Section, paragraph, percent, sub, table, yuan
from tuanbao.documents.proposal.words import BAD


def bad_year(page: Page) -> Section:
    """For the insurer, so for the next renewal, and for a person."""
    now, new = figures.claims_years(page.found)
    blocks = [
        paragraph(_of_company(page, new)),
        *page.figure("claims-year"),
        *_spread(page, (now, new)),
    ]
    people = page.figure("bad-year")
    if people:
        blocks += [sub(page.say("对员工个人", "For a person")), *people]
    return Section(page(BAD), blocks)


def _of_company(page: Page, year: figures.ClaimsYear) -> str:
    over = page.found.proposed.run.costs.totals() > year.premium
    share = percent(float(over.mean()), 0)
    funded = page.found.options.constraints.stop_loss is not None
    if funded:
        return page.say(
            f"企业自己承担赔付：{share} 的模拟年份赔付超过计划的金额，应按下表预留准备金。",
            f"The company funds claims itself: in {share} of simulated years they exceed what is planned. Set money"
            " aside"
            " by the table below.",
        )
    return page.say(
        f"企业当年只付保费，坏年景由保险公司承担：{share} 的模拟年份赔付超过保费。代价在续保时：赔付率高的年份之后，"
        "保险公司通常要求涨价，所以坏年景最终会影响企业。",
        f"The company pays the premium and the insurer bears a bad year: in {share} of simulated years claims exceed"
        " the"
        " premium. The bill comes at renewal: after such years insurers ask for more.",
    )


def _spread(page: Page, years: tuple[figures.ClaimsYear, figures.ClaimsYear]) -> list[Block]:
    def cells(name: str, of: Sequence[float | None]) -> tuple[str, ...]:
        return name, *("—" if fen is None else yuan(fen) for fen in of)

    rows = [
        cells(page.say("保费", "Premium"), [year.premium for year in years]),
        cells(page.say("平均一年的赔付", "Mean claims of a year"), [year.expected for year in years]),
        cells(page.say("年与年的标准差", "Standard deviation of years"), [year.spread.deviation for year in years]),
        cells(page.say("二十年一遇的赔付（VaR 95%）", "One year of twenty (VaR 95%)"), [y.spread.high for y in years]),
        cells(
            page.say("最差 5% 年份平均（TVaR 95%）", "Mean of the worst 5% (TVaR 95%)"), [y.spread.worst for y in years]
        ),
    ]
    head = [page.say("全团一年（元）", "The group, a year (yuan)"), *(page(year.name) for year in years)]
    return table(head, rows, numbers=(1, 2), widths=(1, None, None))
