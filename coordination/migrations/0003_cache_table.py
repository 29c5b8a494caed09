from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    """Lay out the shared cache in the database, so that losing Redis costs live updates only."""

    dependencies = [("coordination", "0002_history_is_append_only")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
