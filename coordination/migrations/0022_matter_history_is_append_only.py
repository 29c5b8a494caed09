from django.db import migrations

GUARD = """
CREATE TRIGGER matter_event_is_append_only BEFORE UPDATE OR DELETE ON coordination_matterevent
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
"""
RELEASE = "DROP TRIGGER matter_event_is_append_only ON coordination_matterevent;"


class Migration(migrations.Migration):
    """Make PostgreSQL itself refuse to change or delete what happened in a matter and who read it."""

    dependencies = [("coordination", "0021_matters")]
    operations = [migrations.RunSQL(GUARD, RELEASE)]
