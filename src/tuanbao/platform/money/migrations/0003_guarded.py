from django.db import migrations

from tuanbao.platform.money.guarding import guard, unguard


class Migration(migrations.Migration):
    dependencies = [("money", "0002_bills_payments_payroll")]
    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: guard(schema_editor.connection),
            lambda apps, schema_editor: unguard(schema_editor.connection),
        )
    ]
