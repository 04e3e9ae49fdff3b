from typing import Any

from django.db import migrations

from tuanbao.platform.protection.sealing import seal, unseal

TABLES = ["protection_auditentry"]


def forwards(apps: Any, schema_editor: Any) -> None:
    seal(schema_editor.connection, TABLES)


def backwards(apps: Any, schema_editor: Any) -> None:
    unseal(schema_editor.connection, TABLES)


class Migration(migrations.Migration):
    dependencies = [("protection", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
