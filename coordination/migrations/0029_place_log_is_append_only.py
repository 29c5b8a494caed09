from django.db import migrations

GUARD = """
CREATE TRIGGER place_event_is_append_only BEFORE UPDATE OR DELETE ON coordination_placeevent
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
"""
RELEASE = "DROP TRIGGER place_event_is_append_only ON coordination_placeevent;"


class Migration(migrations.Migration):
    """Make PostgreSQL itself refuse to change or delete the log of the work on places."""

    dependencies = [("coordination", "0028_places")]
    operations = [migrations.RunSQL(GUARD, RELEASE)]
