from django.db import migrations

GUARD = """
CREATE TRIGGER roundevent_is_append_only BEFORE UPDATE OR DELETE ON coordination_roundevent
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
"""
RELEASE = "DROP TRIGGER roundevent_is_append_only ON coordination_roundevent;"


class Migration(migrations.Migration):
    """Make PostgreSQL itself refuse to change or delete what happened with a round, and who read it."""

    dependencies = [("coordination", "0026_exit_support_and_rounds")]
    operations = [migrations.RunSQL(GUARD, RELEASE)]
