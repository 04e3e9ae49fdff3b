"""A price that explains itself, as a waterfall for charts, workbooks and the terminal (价格分解图)."""

from tuanbao.documents.charts.model import Step, Waterfall
from tuanbao.language import Text
from tuanbao.pricing.quote.waterfall import Explanation

PRICE = Text("价格", "Price")


def waterfall_of(explanation: Explanation, *, total: Text = PRICE, note: Text | None = None) -> Waterfall:
    """The steps, and the price as the last bar; amounts add up exactly, fen for fen."""
    steps = [
        Step(step.cause.name, step.amount, "start" if step.cause.kind == "start" else "change", step.factor)
        for step in explanation.steps
    ]
    return Waterfall(title=explanation.title, steps=[*steps, Step(total, explanation.price, "total")], note=note)
