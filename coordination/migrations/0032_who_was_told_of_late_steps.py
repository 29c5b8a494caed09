from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coordination", "0031_finland_swedish")]

    operations = [
        migrations.AddField(
            model_name="step", name="contact_told_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="step", name="coordinator_told_at", field=models.DateTimeField(blank=True, null=True)
        ),
    ]
