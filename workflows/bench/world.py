"""Very many cases, written by bulk SQL: what My steps reads, and no process behind it."""

from typing import Any

from django.db import connection

from coordination.demo import cast
from coordination.rules.loading import load

SMALL = 50  # cases of the person who has few
OTHERS = 200  # agencies with one person each, who share the cases that are nobody's of the three
BUSY_USER, SMALL_USER, STRANGER = "petra", "jonas", "karin"

OTHER_AGENCIES = """
INSERT INTO coordination_agency (id, municipality_id, name, short_name, kind, phone, receives_reports)
SELECT gen_random_uuid(), %(municipality)s, 'Enhet ' || n, 'Enhet ' || n, 'social', '', false
FROM generate_series(1, %(others)s) n
"""
OTHER_PEOPLE = """
INSERT INTO coordination_user (password, is_superuser, first_name, last_name, is_staff, is_active, date_joined, email,
    phone, language, theme, mail_digest, announce, muted_events)
SELECT '!', false, 'Person', 'Nummer ' || n, false, true, now(), 'bench' || n || '@example.org',
    '', 'sv', 'system', true, true, '[]'
FROM generate_series(1, %(others)s) n
"""
OTHER_POSTS = """
INSERT INTO coordination_membership (id, user_id, agency_id, post, title, valid_from)
SELECT gen_random_uuid(), u.id, a.id, 'member', '', now() - interval '1 year'
FROM coordination_agency a JOIN coordination_user u ON 'bench' || substr(a.name, 7) || '@example.org' = u.email
WHERE a.name LIKE 'Enhet %%'
"""
# The first few cases are the small user's; of the rest every second is the busy user's.
CASES = """
INSERT INTO coordination_case (id, reference, title, kind, purpose, municipality_id, lead_agency_id, coordinator_id,
    status, end_state, confidentiality, child_role, opened_by_id, opened_at)
SELECT gen_random_uuid(), 'BENCH-' || n, 'Samordnat stöd', 'sspf', 'Stöd i skolan', %(municipality)s, m.agency_id,
    m.user_id, 'consent', '', 1, 'at_risk', m.user_id, now() - n * interval '1 minute'
FROM generate_series(%(first)s, %(last)s) n
JOIN bench_people m ON m.place = CASE WHEN n <= %(small)s THEN -1 WHEN n %% 2 = 0 THEN 0 ELSE 1 + n %% %(others)s END
"""
PARTICIPATIONS = """
INSERT INTO coordination_participation (id, case_id, agency_id, is_lead, status, message, invited_by_id, invited_at,
    reason, conditions_ticked, ground_reason, called)
SELECT gen_random_uuid(), c.id, c.lead_agency_id, true, 'accepted', '', c.coordinator_id, c.opened_at,
    '', '[]', '', false
FROM coordination_case c WHERE NOT EXISTS (SELECT FROM coordination_participation p WHERE p.case_id = c.id)
"""
GRANTS = """
INSERT INTO permissions_grant (permission_id, user_id, content_object_id, participation_id, agency_id, valid_from,
    kind, clearance, confirmed_at, reason, given_by_id, end_reason)
SELECT r.id, c.coordinator_id, c.id, p.id, p.agency_id, c.opened_at,
    'ordinary', 2, c.opened_at, '', c.coordinator_id, ''
FROM coordination_case c JOIN coordination_participation p ON p.case_id = c.id
JOIN auth_permission r ON r.codename = 'coordinate_case'
WHERE NOT EXISTS (SELECT FROM permissions_grant g WHERE g.content_object_id = c.id)
"""
# Each case has one step of its coordinator, one that its agency may take, and one that is done.
STEPS = """
INSERT INTO coordination_step (id, case_id, agency_id, owner_id, kind, round, reason, requested_at, due_at,
    taken_at, completed_at, completed_by_id, outcome, draft, draft_version)
SELECT gen_random_uuid(), c.id, c.lead_agency_id, CASE WHEN k.kind <> 'map' THEN c.coordinator_id END, k.kind, 1, '',
    c.opened_at, now() + (random() * 60 - 20) * interval '1 day', NULL,
    CASE WHEN k.kind = 'inform' THEN now() END, CASE WHEN k.kind = 'inform' THEN c.coordinator_id END, '', '{}', 0
FROM coordination_case c, (VALUES ('inform'), ('consent'), ('map')) k (kind)
WHERE NOT EXISTS (SELECT FROM coordination_step s WHERE s.case_id = c.id)
"""
PEOPLE = """
CREATE TABLE bench_people AS
SELECT -1 + row_number() OVER (ORDER BY u.email LIKE 'bench%%', u.email <> %(small_user)s, u.id) - 1 AS place,
    m.user_id, m.agency_id
FROM coordination_user u JOIN coordination_membership m ON m.user_id = u.id AND m.post = 'member'
WHERE u.email LIKE 'bench%%' OR u.email IN (%(small_user)s, %(busy_user)s)
"""


def begin() -> cast.Cast:
    """Make the people and agencies, without a case."""
    load()
    people = cast.create(password=None)
    _run(OTHER_AGENCIES, OTHER_PEOPLE, OTHER_POSTS, PEOPLE, people=people)
    return people


def grow(people: cast.Cast, *, first: int, last: int) -> None:
    """Add the cases with these numbers, and let PostgreSQL look at what it has."""
    _run(CASES, PARTICIPATIONS, GRANTS, STEPS, people=people, first=first, last=last)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _run(*statements: str, people: cast.Cast, **values: Any) -> None:
    values |= {
        "municipality": people.municipalities["lindaker"].pk,
        "others": OTHERS,
        "small": SMALL,
        "small_user": people.users[SMALL_USER].email,
        "busy_user": people.users[BUSY_USER].email,
    }
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, values)
