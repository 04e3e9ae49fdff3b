"""A renewal on the terminal (续保测算): the premium and its reasons first, what it rests on last."""

from collections.abc import Sequence

from rich.console import Console

from tuanbao.cli.figures import percent, print_rows, print_waterfall, yuan
from tuanbao.documents import renewal_rows as rows
from tuanbao.documents import renewal_said as said
from tuanbao.documents import renewal_words as words
from tuanbao.documents.renewal_charts import change_chart
from tuanbao.language import Language, Text
from tuanbao.pricing.renewal.renew import Renewal
from tuanbao.pricing.renewal.running import RenewalRun

MOST_CANDIDATES = 6


def print_renewal(console: Console, run: RenewalRun, language: Language) -> None:
    """All parts, one below the other."""
    renewal = run.renewal
    console.print(said.headline(renewal).to(language), style="bold", soft_wrap=True)
    _say(console, [said.about(run)], language)
    console.print()
    _ratios(console, renewal, language)
    _months(console, renewal, language)
    _changes(console, renewal, language)
    _section(console, words.HOW, [*said.credibility(renewal), said.model(run)], language)
    _section(console, words.REFUND, said.refund(renewal), language)
    _path(console, renewal, language)
    _holding(console, renewal, language)
    console.print(words.NOTES.to(language), style="bold")
    for note in renewal.notes:
        console.print(f"  · {note.to(language)}", style="dim", soft_wrap=True)
    console.print()


def _ratios(console: Console, renewal: Renewal, language: Language) -> None:
    found = [
        [ratio.name.to(language), percent(float(ratio.ratio)), yuan(ratio.numerator), yuan(ratio.denominator[1]),
         ratio.definition.to(language)]
        for ratio in renewal.ratios.values()
    ]  # fmt: skip
    names = ("ratio_name", "ratio", "numerator", "denominator", "definition")
    title = Text(f"赔付率（评估日 {renewal.past.valuation}）", f"Loss ratios (valued on {renewal.past.valuation})")
    _table(console, names, {"ratio", "numerator", "denominator"}, found, language, title=title)


def _months(console: Console, renewal: Renewal, language: Language) -> None:
    found = rows.month_rows(renewal)
    names = ("month", "paid", "to_come", "ultimate", "error", "known")
    cells = [
        [row["month"], *(_yuan(row[name]) for name in names[1:5]), _percent(row["known"])] for row in found
    ]  # fmt: skip
    sums = [sum(row[name] or 0 for row in found) for name in names[1:4]]
    known = renewal.unreported.completion is not None
    error = renewal.unreported.standard_error
    share = percent(sums[0] / sums[2]) if known and sums[2] else ""
    total = [
        Text("合计", "Total").to(language),
        *(yuan(fen) if at == 0 or known else "" for at, fen in enumerate(sums)),
        "" if error is None else yuan(round(error)),
        share,
    ]
    _table(console, names, set(names[1:]), cells, language, title=words.MONTHS, total=total)
    lump = said.lump_sums(renewal)
    _say(console, [said.to_come(renewal), *([lump] if lump else [])], language)
    console.print()


def _changes(console: Console, renewal: Renewal, language: Language) -> None:
    print_waterfall(console, change_chart(renewal, all_steps=True), language)
    cells = [[row["step"], row["reason"]] for row in rows.step_rows(renewal, language)]
    _table(console, ("step", "reason"), set(), cells, language)


def _path(console: Console, renewal: Renewal, language: Language) -> None:
    keys = [rows.quantile_key(level) for level in renewal.path.premiums.levels]
    heads = [(Text(words.QUANTILE.zh.format(key[1:]), words.QUANTILE.en.format(key[1:])), "number") for key in keys]
    found = [
        [str(row["year"]), *(_whole(row[key]) for key in keys)]
        for row in rows.path_rows(renewal, language)[: len(renewal.path.premiums.mean)]
    ]
    columns = [(words.HEADINGS["year"], "text"), *heads]
    print_rows(console, columns, found, language, title=words.FAN_CHART)
    _say(console, said.path(renewal), language)
    console.print()


def _holding(console: Console, renewal: Renewal, language: Language) -> None:
    found = rows.holding_rows(renewal, language)[:MOST_CANDIDATES]
    if found:
        names = ("lever", "now", "terms", "holds", "saved", "touched", "touched_share")
        cells = [
            [row["lever"], row["now"], row["terms"], row["holds"], percent(row["saved"]), f"{row['touched']:,}",
             percent(row["touched_share"])]
            for row in found
        ]  # fmt: skip
        _table(console, names, {"saved", "touched", "touched_share"}, cells, language, title=words.HOLDING)
    _section(console, None if found else words.HOLDING, [said.holding(renewal)], language)


def _table(
    console: Console,
    names: Sequence[str],
    numbers: set[str],
    cells: Sequence[Sequence[str]],
    language: Language,
    *,
    title: Text | None = None,
    total: Sequence[str] | None = None,
) -> None:
    columns = [(words.HEADINGS[name], "number" if name in numbers else "text") for name in names]
    print_rows(console, columns, cells, language, title=title, total=total)


def _section(console: Console, title: Text | None, texts: Sequence[Text], language: Language) -> None:
    if title:
        console.print(title.to(language), style="bold")
    _say(console, texts, language)
    console.print()


def _say(console: Console, texts: Sequence[Text], language: Language) -> None:
    for text in texts:
        console.print(f"  {text.to(language)}", soft_wrap=True)


def _yuan(fen: int | None) -> str:
    return "" if fen is None else yuan(fen)


def _whole(fen: int) -> str:
    """In whole yuan: nobody knows the fen of the year after next."""
    return f"{round(fen / 100):,}"


def _percent(share: float | None) -> str:
    return "" if share is None else percent(share)
