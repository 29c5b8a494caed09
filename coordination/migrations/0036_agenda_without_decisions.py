from django.db import migrations


class Migration(migrations.Migration):
    """Drop where decisions stood before they were rows of their own."""

    dependencies = [("coordination", "0035_meeting_decisions")]
    operations = [
        migrations.RemoveField(model_name="action", name="decided_in"),
        migrations.RemoveField(model_name="agendaitem", name="decision"),
    ]
