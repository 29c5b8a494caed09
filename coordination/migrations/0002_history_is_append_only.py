from django.db import migrations

GUARD = """
CREATE FUNCTION refuse_rewriting_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history is append-only';
END $$;
CREATE TRIGGER event_is_append_only BEFORE UPDATE OR DELETE ON coordination_event
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
CREATE TRIGGER reading_is_append_only BEFORE UPDATE OR DELETE ON coordination_reading
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
"""
RELEASE = """
DROP TRIGGER event_is_append_only ON coordination_event;
DROP TRIGGER reading_is_append_only ON coordination_reading;
DROP FUNCTION refuse_rewriting_history();
"""


class Migration(migrations.Migration):
    """Make PostgreSQL itself refuse to change or delete what happened and who read."""

    dependencies = [("coordination", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, RELEASE)]
