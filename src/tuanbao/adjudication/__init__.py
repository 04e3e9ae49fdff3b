"""Plans -> arrays, the kernels, the explanation (EOB), batches of any size, one person at once."""

from tuanbao.adjudication.engine import adjudicate
from tuanbao.adjudication.explaining import BillStory, explain_bill, explain_payments, explain_rows
from tuanbao.adjudication.intake import RefusedRowsError
from tuanbao.adjudication.one import OneResult, adjudicate_one
from tuanbao.adjudication.results import Result

__all__ = [
    "BillStory",
    "OneResult",
    "RefusedRowsError",
    "Result",
    "adjudicate",
    "adjudicate_one",
    "explain_bill",
    "explain_payments",
    "explain_rows",
]
