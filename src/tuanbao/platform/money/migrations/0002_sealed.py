from typing import Any

from django.db import migrations

from tuanbao.platform.protection.sealing import seal, unseal

TABLES = [
    "money_transaction",
    "money_posting",
    "money_bill",
    "money_billline",
    "money_billapproval",
    "money_payment",
    "money_payrollrun",
    "money_payrollline",
    "money_payrollanswer",
    "money_deduction",
    "money_insurerbill",
]


def forwards(apps: Any, schema_editor: Any) -> None:
    seal(schema_editor.connection, TABLES)


def backwards(apps: Any, schema_editor: Any) -> None:
    unseal(schema_editor.connection, TABLES)


class Migration(migrations.Migration):
    dependencies = [("money", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
