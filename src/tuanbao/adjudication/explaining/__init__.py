"""The explanation (理赔明细) in words: rows and trace become sentences only when somebody reads them."""

from tuanbao.adjudication.explaining.batch import explain_payments, explain_rows, trace_bills, use_company_limits
from tuanbao.adjudication.explaining.book import Book
from tuanbao.adjudication.explaining.model import Explanation, PaymentExplanation, Step
from tuanbao.adjudication.explaining.payments import explain_events
from tuanbao.adjudication.explaining.rows import explain_lines
from tuanbao.adjudication.explaining.story import BillStory, explain_bill
from tuanbao.adjudication.explaining.tracing import Traced, trace_costs, trace_room
from tuanbao.adjudication.explaining.usage import Balance, Use, balances, uses

__all__ = [
    "Balance",
    "BillStory",
    "Book",
    "Explanation",
    "PaymentExplanation",
    "Step",
    "Traced",
    "Use",
    "balances",
    "explain_bill",
    "explain_events",
    "explain_lines",
    "explain_payments",
    "explain_rows",
    "trace_bills",
    "trace_costs",
    "trace_room",
    "use_company_limits",
    "uses",
]
