from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coordination", "0030_ways_and_ends")]

    operations = [
        migrations.AddField(
            model_name="step", name="contact_told_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="step", name="coordinator_told_at", field=models.DateTimeField(blank=True, null=True)
        ),
    ]
