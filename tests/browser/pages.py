"""Which pages there are: who looks at what, with the case at which stage."""

from typing import NamedTuple

ACTIVE = "SELECT {} FROM coordination_case WHERE status = 'active' ORDER BY reference LIMIT 1"
OPEN = "completed_at IS NULL AND withdrawn_at IS NULL"


class Page(NamedTuple):
    """A page by the name of its route; ``values`` are the queries that find what stands in its address."""

    who: str
    route: str
    values: dict[str, str] = {}
    query: str = ""


def case(status: str) -> dict[str, str]:
    """The case at a stage."""
    return {"reference": f"SELECT reference FROM coordination_case WHERE status = '{status}' ORDER BY 1 LIMIT 1"}


def one(table: str, such: str = "true", key: str = "pk") -> dict[str, str]:
    """Something of the active case."""
    rows = f"SELECT id FROM coordination_{table} WHERE case_id = ({ACTIVE.format('id')}) AND {such}"
    return {key: f"{rows} ORDER BY id LIMIT 1"}


def step(kind: str) -> dict[str, str]:
    """An open step of a kind."""
    return {"pk": f"SELECT id FROM coordination_step WHERE kind = '{kind}' AND {OPEN} ORDER BY requested_at LIMIT 1"}


NOW = case("active")
SOCIAL = "agency_id = (SELECT id FROM coordination_agency WHERE short_name = 'Socialtjänsten mottagning')"
ACTION = (
    "SELECT a.id FROM coordination_action a JOIN coordination_plan p ON p.id = a.plan_id "
    f"WHERE p.case_id = ({ACTIVE.format('id')}) AND p.status = 'agreed' AND a.{SOCIAL} LIMIT 1"
)
DRAFT = {"draft": "SELECT id FROM coordination_casedraft LIMIT 1"}
GRANT = (
    "SELECT g.id FROM permissions_grant g JOIN coordination_user u ON u.id = g.user_id "
    f"WHERE u.email = 'ulrika@example.org' AND g.content_object_id = ({ACTIVE.format('id')}) LIMIT 1"
)
SCHOOL = {
    "pk": "SELECT p.id FROM coordination_participation p JOIN coordination_agency a ON a.id = p.agency_id "
    f"WHERE a.kind = 'school' AND p.case_id = ({ACTIVE.format('id')})"
}

PAGES = [
    *(Page("", route) for route in ("account_login", "help", "accessibility", "privacy", "account_inactive")),
    *(Page("petra", "my_steps", query=f"?tab={tab}") for tab in ("mine", "group", "waiting", "done")),
    *(Page("petra", "open_case_page", {**DRAFT, "number": f"SELECT {n}"}) for n in range(1, 6)),
    *(
        Page("petra", route)
        for route in (
            "start",
            "cases",
            "meetings",
            "notifications",
            "profile",
            "account_change_password",
            "account_logout",
            "open_case",
        )
    ),
    Page("petra", "search", query="?q=SAM"),
    Page("petra", "open_case_discard", DRAFT),
    *(
        Page("petra", route, NOW)
        for route in (
            "case",
            "open_case_done",
            "case_people",
            "invite_agency",
            "change_coordinator",
            "person_add",
            "consent",
            "notes",
            "note_write",
            "documents",
            "document_upload",
            "case_meetings",
            "meeting_call",
            "plan",
            "plan_versions",
            "case_history",
            "case_history_readings",
        )
    ),
    *(Page("petra", "case", case(status)) for status in ("consent", "mapping", "closed")),
    Page("petra", "person_add_role", {**NOW, "role": "SELECT 'guardian'"}),
    Page("petra", "person_edit", one("person", "role = 'guardian'")),
    Page("petra", "participation_leave", SCHOOL),
    Page("petra", "consent_record", {**NOW, **one("person", "role = 'guardian'", "person")}),
    Page("petra", "consent_withdraw", one("consent", "given AND ended_at IS NULL")),
    Page("petra", "consent_scan", one("consent", "ended_at IS NULL AND scan_id IS NULL")),
    *(Page("petra", route, one("entry", SOCIAL)) for route in ("entry", "entry_correct", "entry_share")),
    *(Page("petra", "meeting", one("meeting", f"status = '{status}'")) for status in ("called", "held")),
    *(
        Page("petra", route, one("meeting", "status = 'called'"))
        for route in ("meeting_change", "meeting_cancel", "meeting_minutes")
    ),
    Page("petra", "plan_edit", one("plan", "status = 'draft'")),
    Page("petra", "plan_follow_up", one("plan", "status = 'agreed'")),
    Page("petra", "action_update", {"pk": ACTION}),
    *(Page("petra", "step", step(kind)) for kind in ("follow_up", "consent")),
    Page("petra", "step", one("step", "kind = 'review'")),
    Page("petra", "step_done", one("step", "kind = 'draft_plan'")),
    Page("petra", "step_hand_over", step("follow_up")),
    Page("petra", "paper", one("paper")),
    *(Page("henrik", route) for route in ("start", "audit")),
    *(Page("henrik", "case_people", NOW) for _once in "1"),
    Page("henrik", "grant_add", SCHOOL),
    Page("henrik", "grant_end", {**NOW, "pk": GRANT}),
    Page("leyla", "case", NOW),
    Page("leyla", "invitation", one("participation", "status = 'invited'")),
    Page("leyla", "step", step("answer")),
    Page("ulrika", "start"),
    *(Page("ulrika", "step", step(kind)) for kind in ("map", "approve")),
    Page("samira", "start"),
    Page("samira", "audit"),
    Page("samira", "case_history", NOW),
    Page("samira", "step_reassign", step("follow_up")),
    Page("mira", "step", step("consult")),
    *(Page("aino", "step", step(kind)) for kind in ("settle", "hold_meeting")),
    Page("aino", "case", case("frozen")),
]
# Answers that are no pages: files, parts of pages, and what only takes a form. The style guide has its own tests.
NO_PAGES = set(
    "healthz set_language session_left notifications_unread presence_fragment document_download paper_file "
    "case_history_csv case_bpmn case_view_save case_view_remove person_reveal disclosure_end plan_begin step_draft "
    "step_take step_hand_back step_nudge notifications_read_all notification_open paper_request styleguide "
    "styleguide_page account_reauthenticate account_set_password".split()
)
