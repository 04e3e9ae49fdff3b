from django.urls import path, register_converter
from django.urls.converters import StringConverter

from tuanbao.platform.money.views import bills, ledger, payments, payroll, reconciling, settling


class FileKind(StringConverter):
    regex = "pdf|xlsx|csv"


register_converter(FileKind, "money_file")
app_name = "money"
urlpatterns = [
    path("", bills.bills, name="bills"),
    path("bills/issue/", bills.issue, name="issue"),
    path("bills/<int:pk>/", bills.bill, name="bill"),
    path("bills/<int:pk>/approve/", bills.approve, name="approve"),
    path("bills/<int:pk>/bill.<money_file:kind>", bills.bill_file, name="bill_file"),
    path("account-<int:year>.<money_file:kind>", bills.account_file, name="account_file"),
    path("own-<int:year>.<money_file:kind>", bills.own_file, name="own_file"),
    path("payments/", payments.payments, name="payments"),
    path("payroll/", payroll.payroll, name="payroll"),
    path("payroll/make/", payroll.make, name="payroll_make"),
    path("payroll/<int:pk>/", payroll.run, name="payroll_run"),
    path("payroll/<int:pk>/answer/", payroll.answer, name="payroll_answer"),
    path("payroll/<int:pk>/deductions.<money_file:kind>", payroll.run_file, name="payroll_file"),
    path("reconcile/", reconciling.reconcile, name="reconcile"),
    path("reconcile/<int:pk>/", reconciling.differences, name="differences"),
    path("reconcile/<int:pk>/settle/", settling.settling, name="settle"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/accounts/<slug:code>/", ledger.account, name="account"),
    path("ledger/<int:pk>/", ledger.transaction, name="transaction"),
    path("ledger/<int:pk>/reverse/", ledger.reverse_payment, name="reverse"),
]
