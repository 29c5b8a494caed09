import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


GUARD = """
CREATE TRIGGER ruling_is_append_only BEFORE UPDATE OR DELETE ON coordination_basisruling
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
"""
RELEASE = "DROP TRIGGER ruling_is_append_only ON coordination_basisruling;"


class Migration(migrations.Migration):

    dependencies = [
        ('coordination', '0008_classes_grounds_and_grants'),
    ]

    operations = [
        migrations.AlterField(
            model_name='legalbasis',
            name='informs_only',
            field=models.BooleanField(default=False, help_text='Shown, never offered: breaks no secrecy, points elsewhere, or is not for giving to an agency.'),
        ),
        migrations.CreateModel(
            name='BasisRuling',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('ruling', models.CharField(choices=[('approved', 'Approved'), ('off', 'Switched off'), ('annotated', 'Annotated')], max_length=9)),
                ('note', models.CharField(max_length=1000)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('basis', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rulings', to='coordination.legalbasis')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coordination.municipality')),
            ],
            options={
                'ordering': ['-at'],
                'indexes': [models.Index(fields=['municipality', 'basis', '-at'], name='ruling_newest')],
            },
        ),
        migrations.RunSQL(GUARD, RELEASE),
    ]
