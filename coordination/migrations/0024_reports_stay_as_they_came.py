from django.db import migrations

GUARD = """
CREATE FUNCTION refuse_rewriting_a_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(NEW) - 'asked_at') IS DISTINCT FROM (to_jsonb(OLD) - 'asked_at') THEN
        RAISE EXCEPTION 'a report stays as it came in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER report_stays_as_it_came BEFORE UPDATE ON coordination_report
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_a_report();
CREATE TRIGGER report_event_is_append_only BEFORE UPDATE OR DELETE ON coordination_reportevent
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
UPDATE coordination_agency SET receives_reports = TRUE WHERE kind = 'social';
"""
RELEASE = """
DROP TRIGGER report_stays_as_it_came ON coordination_report;
DROP TRIGGER report_event_is_append_only ON coordination_reportevent;
DROP FUNCTION refuse_rewriting_a_report();
"""


class Migration(migrations.Migration):
    """Make PostgreSQL itself refuse to change what was reported, and let the social services there are receive it.

    Which of several units receives reports is for the municipality to say afterwards.
    """

    dependencies = [("coordination", "0023_reports_of_concern")]
    operations = [migrations.RunSQL(GUARD, RELEASE)]
