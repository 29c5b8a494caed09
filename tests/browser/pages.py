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


PETRAS = "coordinator_id = (SELECT id FROM coordination_user WHERE email = 'petra@example.org')"


def case(status: str, such: str = "true") -> dict[str, str]:
    """The case at a stage."""
    rows = f"SELECT reference FROM coordination_case WHERE status = '{status}' AND {such}"
    return {"reference": f"{rows} ORDER BY 1 LIMIT 1"}


def one(table: str, such: str = "true", key: str = "pk") -> dict[str, str]:
    """Something of the active case."""
    rows = f"SELECT id FROM coordination_{table} WHERE case_id = ({ACTIVE.format('id')}) AND {such}"
    return {key: f"{rows} ORDER BY id LIMIT 1"}


SSPF = {"kind": "SELECT 'sspf'"}
SSPF_STEP = SSPF | {"step": "SELECT 'review'"}


def step(kind: str, such: str = "true") -> dict[str, str]:
    """An open step of a kind."""
    rows = f"SELECT id FROM coordination_step WHERE kind = '{kind}' AND {OPEN} AND {such}"
    return {"pk": f"{rows} ORDER BY requested_at LIMIT 1"}


SHARE = {**case("active"), "draft": "SELECT id FROM coordination_sharedraft LIMIT 1"}
WAITS = {"pk": "SELECT id FROM coordination_disclosure WHERE approval_needed AND approved_at IS NULL LIMIT 1"}
NOW = case("active")
MINE = f"SELECT id FROM coordination_case WHERE {PETRAS}"
OF_PETRA = f"case_id IN ({MINE})"
MIRAS = MINE.replace("petra@", "mira@")
LINK = {"pk": f"SELECT id FROM coordination_caselink WHERE case_a_id IN ({MIRAS}) AND ended_at IS NULL LIMIT 1"}
OPEN_SIP = "SELECT reference FROM coordination_case WHERE kind = 'sip' AND status = 'active' AND "
SIP = {"reference": f"{OPEN_SIP}{PETRAS} ORDER BY 1 LIMIT 1"}
IN_SCHOOL = "agency_id = (SELECT id FROM coordination_agency WHERE short_name = 'Åbrinkens skola')"
LEISURE = "agency_id = (SELECT id FROM coordination_agency WHERE short_name = 'Kultur och fritid')"
SOCIAL = "agency_id = (SELECT id FROM coordination_agency WHERE short_name = 'Socialtjänsten mottagning')"
ACTION = (
    "SELECT a.id FROM coordination_action a JOIN coordination_plan p ON p.id = a.plan_id "
    f"WHERE p.case_id = ({ACTIVE.format('id')}) AND p.status = 'agreed' AND a.{SOCIAL} LIMIT 1"
)
CLOCK = {"pk": "SELECT id FROM coordination_deadline WHERE code = 'SE-D22' LIMIT 1"}
MISSED = {"pk": "SELECT id FROM coordination_deadline WHERE code = 'SE-D25' LIMIT 1"}
ROUND = {"pk": "SELECT id FROM coordination_round ORDER BY number LIMIT 1"}
EXIT = case("active", "kind = 'exit'")
DRAFT = {"draft": "SELECT id FROM coordination_casedraft LIMIT 1"}
GRANT = (
    "SELECT g.id FROM permissions_grant g JOIN coordination_user u ON u.id = g.user_id "
    f"WHERE u.email = 'ulrika@example.org' AND g.content_object_id = ({ACTIVE.format('id')}) LIMIT 1"
)
SCHOOL = {
    "pk": "SELECT p.id FROM coordination_participation p JOIN coordination_agency a ON a.id = p.agency_id "
    f"WHERE a.kind = 'school' AND p.case_id = ({ACTIVE.format('id')})"
}
REVIEW = {"pk": "SELECT id FROM coordination_consentreview ORDER BY asked_at LIMIT 1"}
SILENT = {
    "reference": "SELECT reference FROM coordination_case WHERE id IN (SELECT case_id FROM coordination_consentreview)",
    "person": "SELECT person_id FROM coordination_consentreview ORDER BY asked_at LIMIT 1",
}

MATTER = {"reference": "SELECT reference FROM coordination_matter WHERE closed_at IS NULL LIMIT 1"}
CLOSED_MATTER = {"reference": "SELECT reference FROM coordination_matter WHERE closed_at IS NOT NULL LIMIT 1"}
REPORT_DRAFT = {"draft": "SELECT id FROM coordination_reportdraft LIMIT 1"}
REPORT_PAGES = ("children", "concern", "more", "files")
REPORTED = "SELECT id FROM coordination_reportedchild WHERE {} ORDER BY id LIMIT 1"
NEW_REPORT = {"pk": "SELECT report_id FROM coordination_reportedchild WHERE case_id IS NULL ORDER BY id LIMIT 1"}
UNANSWERED = (
    "SELECT c.id FROM coordination_reportedchild c JOIN coordination_report r ON r.id = c.report_id "
    "WHERE c.feedback = '' AND c.case_id IS NOT NULL AND r.wants_feedback LIMIT 1"
)
SENT = (
    "SELECT r.id FROM coordination_report r JOIN coordination_user u ON u.id = r.reporter_id "
    "WHERE u.email = 'henrik@example.org' ORDER BY r.arrived_at LIMIT 1"
)
WEEK = {"key": "SELECT to_char(monday, 'IYYY-\"W\"IW') FROM coordination_week ORDER BY monday DESC LIMIT 1"}


def of_places(table: str, such: str = "true") -> dict[str, str]:
    """Something of the work on places, which belongs to no case."""
    return {"pk": f"SELECT id FROM coordination_{table} WHERE {such} ORDER BY id LIMIT 1"}


CALLED = one("meeting", "status = 'called'")["pk"]

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
            "case_brief",
            "case_history",
            "case_history_readings",
            "class_raise",
            "class_lower",
            "class_name",
            "child_role",
            "case_link",
        )
    ),
    *(
        Page("petra", "case", case(status, PETRAS + " AND confidentiality < 3"))
        for status in ("consent", "weekly", "closed")
    ),
    Page("petra", "person_add_role", {**NOW, "role": "SELECT 'guardian'"}),
    Page("petra", "person_edit", one("person", "role = 'guardian'")),
    Page("petra", "participation_leave", SCHOOL),
    Page("petra", "consent_record", {**NOW, **one("person", "role = 'guardian'", "person")}),
    Page("petra", "consents"),
    Page("petra", "consent_review_ask", SILENT),
    *(Page("elsa", route) for route in ("matters", "matters_summary", "matter_new")),
    *(
        Page("elsa", route, MATTER)
        for route in (
            "matter",
            "matter_history",
            "matter_row",
            "matter_triage",
            "matter_check",
            "matter_contract",
            "matter_inspection",
            "matter_close",
        )
    ),
    *(
        Page("elsa", "matter_notice", {**MATTER, "kind": f"SELECT '{kind}'"})
        for kind in ("notify", "exchange", "police", "hand_over")
    ),
    Page("elsa", "matter", CLOSED_MATTER),
    Page("gun", "matter_rule", MATTER),
    Page("gun", "start"),
    Page("gun", "consent_reviews"),
    *(Page("gun", route, REVIEW) for route in ("consent_review", "consent_review_reverse")),
    Page("petra", "consent_withdraw", one("consent", "given AND ended_at IS NULL")),
    Page("petra", "consent_scan", one("consent", "ended_at IS NULL AND scan_id IS NULL")),
    *(
        Page("petra", route, one("entry", SOCIAL))
        for route in ("entry", "entry_correct", "entry_class", "entry_audience")
    ),
    Page("mira", "case_unlink", LINK),
    Page("petra", "case_lead", SIP),
    Page("samira", "countersign"),
    Page("samira", "countersign_answer", one("countersignature")),
    Page("samira", "coordinators"),
    Page("petra", "coordinators"),
    Page("samira", "coordinator_restore", case("consent", "confidentiality = 3")),
    Page("petra", "coordinator_ask", case("consent", "confidentiality = 3")),
    Page("henrik", "reviews"),
    Page("henrik", "review_decide", one("review", IN_SCHOOL)),
    *(Page("petra", route, NOW) for route in ("share", "info_requests", "info_request_ask")),
    *(
        Page("petra", "share_page", {**SHARE, "name": f"SELECT '{name}'"})
        for name in ("what", "parts", "ground", "conditions", "preview", "confirm")
    ),
    *(Page("petra", route, SHARE) for route in ("share_wait", "share_discard")),
    Page(
        "petra",
        "share_done",
        {**NOW, "?d": one("disclosure", f"entry_id IN (SELECT id FROM coordination_entry WHERE {SOCIAL})")["pk"]},
    ),
    *(Page("petra", route, one("inforequest")) for route in ("info_request", "info_request_remark")),
    Page("ulrika", "info_request_refuse", one("inforequest")),
    *(Page("ali", route) for route in ("rounds", "round_open")),
    Page("ali", "round", ROUND),
    *(
        Page("ali", "round_part", {**ROUND, "part": f"SELECT '{part}'"})
        for part in ("sanction", "evaluate", "steering")
    ),
    Page("robert", "case", EXIT),
    Page("robert", "case_where", EXIT),
    Page("robert", "step", step("follow_exit")),
    Page("ali", "step", step("renew_threat")),
    *(Page("petra", route) for route in ("consultations", "consultation_ask")),
    Page("petra", "consultation", {"pk": "SELECT id FROM coordination_consultation LIMIT 1"}),
    Page("henrik", "approvals"),
    Page("henrik", "approval", WAITS),
    *(Page("petra", "meeting", one("meeting", f"status = '{status}'")) for status in ("called", "held")),
    *(
        Page("petra", route, one("meeting", "status = 'called'"))
        for route in ("meeting_change", "meeting_cancel", "meeting_minutes", "meeting_write")
    ),
    *(
        Page("petra", route, {"pk": f"SELECT id FROM coordination_agendaitem WHERE meeting_id = ({CALLED}) LIMIT 1"})
        for route in ("meeting_part", "meeting_part_audience")
    ),
    Page("petra", "plan_edit", one("plan", "status = 'draft'")),
    Page("petra", "plan_follow_up", one("plan", "status = 'agreed'")),
    Page("petra", "action_update", {"pk": ACTION}),
    *(Page("petra", "step", step(kind, OF_PETRA)) for kind in ("follow_up", "consent", "weekly")),
    Page("petra", "step", one("step", "kind = 'questions'")),
    Page("petra", "step_done", one("step", "kind = 'draft_plan'")),
    *(Page("petra", route, step("follow_up", OF_PETRA)) for route in ("step_hand_over", "step_put_off")),
    Page("petra", "paper", one("paper")),
    Page(
        "petra", "disclosure_end", one("disclosure", f"entry_id IN (SELECT id FROM coordination_entry WHERE {SOCIAL})")
    ),
    *(Page(who, "case_ledger", NOW) for who in ("petra", "ulrika", "samira")),
    Page("ulrika", "ledger"),
    Page("petra", "person_wish", one("person", "role = 'guardian'")),
    Page("petra", "person_wish_end", one("familywish", "ended_at IS NULL")),
    Page("petra", "family_paper", NOW),
    *(Page("henrik", route) for route in ("start", "audit")),
    Page("henrik", "case_people", NOW),
    Page("henrik", "grant_add", SCHOOL),
    Page("henrik", "grant_end", {**NOW, "pk": GRANT}),
    Page("petra", "conflict_own", NOW),
    Page("samira", "conflict_of", NOW),
    Page("samira", "conflict_end", {"pk": "SELECT id FROM coordination_conflict WHERE ended_at IS NULL LIMIT 1"}),
    Page("petra", "access_confirm", SCHOOL),
    Page("samira", "access_why", NOW, query="?person=1"),
    Page("jonas", "join"),
    Page("petra", "join_answer", one("joinrequest", "status = 'waiting'")),
    Page("petra", "emergency_open"),
    Page("samira", "emergency_review", one("emergencyaccess")),
    Page("jonas", "search_person"),
    Page("leyla", "case", NOW),
    Page("leyla", "invitation", one("participation", "status = 'invited'")),
    *(Page("leyla", "step", step(kind, LEISURE)) for kind in ("answer", "map")),
    Page("ulrika", "start"),
    Page("ulrika", "step", step("approve")),
    Page("samira", "start"),
    Page("samira", "audit"),
    Page("samira", "case_history", NOW),
    Page("samira", "step_reassign", step("follow_up", OF_PETRA)),
    Page("petra", "ways"),
    *(Page("samira", route, SSPF) for route in ("way", "way_changes")),
    *(Page("samira", route, SSPF_STEP) for route in ("way_step", "way_move")),
    *(
        Page("samira", "way_set_step", SSPF_STEP | {"what": f"SELECT '{what}'"})
        for what in ("days", "leave-out", "text", "questions")
    ),
    *(Page("samira", "way_set", SSPF | {"what": f"SELECT '{what}'"}) for what in ("ages", "agencies")),
    Page("mira", "step", step("consult")),
    Page("gun", "grounds"),
    Page("gun", "grounds", query="?kind=consent&verified=yes"),
    *(Page("gun", route, {"code": "SELECT 'SE-OSL-10-15a'"}) for route in ("ground", "ground_rule")),
    Page("gun", "ground", {"code": "SELECT 'SE-OSL-10-1'"}),
    *(Page("aino", "step", step(kind)) for kind in ("settle", "hold_meeting")),
    Page("aino", "case", case("frozen")),
    *(Page("jonas", route) for route in ("start", "absences", "absence_new")),
    Page("jonas", "absence_end", {"pk": "SELECT id FROM coordination_absence WHERE ended_at IS NULL LIMIT 1"}),
    *(Page("mira", route) for route in ("reports", "report_register")),
    *(Page("ulrika", route) for route in ("report_new", "my_reports")),
    *(Page("ulrika", "report_page", {**REPORT_DRAFT, "name": f"SELECT '{name}'"}) for name in REPORT_PAGES),
    Page("ulrika", "report_discard", REPORT_DRAFT),
    Page("mira", "report", NEW_REPORT),
    Page("mira", "report_take_in", {"child": REPORTED.format("case_id IS NULL")}),
    Page("mira", "report_feedback", {"child": UNANSWERED}),
    *(
        Page("mira", route, case("investigating", "reference LIKE 'SAM%'"))
        for route in ("case_reports", "case_onwards")
    ),
    Page("henrik", "report_receipt", {"pk": SENT}),
    *(Page("mira", "step", step(kind)) for kind in ("protect", "investigate")),
    *(
        Page("karin", route)
        for route in ("start", "places", "place_list", "place_new", "places_history", "place_reports")
    ),
    *(Page("karin", route) for route in ("weeks", "walks", "walk_new", "plan_reviews", "plan_review_new")),
    *(Page("leyla", route) for route in ("start", "places", "place_report_new", "place_reports_mine")),
    Page("karin", "place_edit", of_places("place")),
    *(Page("karin", "place_report", of_places("placereport", f"state = '{state}'")) for state in ("new", "done")),
    *(Page("karin", route, WEEK) for route in ("week", "week_edit", "week_meeting", "priority_new")),
    Page("ali", "week", WEEK),
    *(Page("karin", route, of_places("priority")) for route in ("priority_close", "action_new")),
    Page("karin", "place_action", of_places("placeaction")),
    *(Page("karin", route, of_places("walk")) for route in ("walk", "stop_new")),
    Page("karin", "stop_answer", of_places("walkstop")),
    Page("ali", "walk", of_places("walk")),
    *(Page("karin", route, of_places("planreview")) for route in ("plan_review", "opinion_new")),
    Page("karin", "plan_checklist", of_places("planreview") | {"stage": "SELECT 'samrad'"}),
    Page("karin", "opinion", of_places("opinion")),
    *(Page("samira", route) for route in ("unit_people", "steps_move")),
    Page("samira", "my_steps", query="?tab=unit"),
    *(Page("petra", "deadlines", query=query) for query in ("", "?tab=all", "?state=late")),
    Page("samira", "deadlines", query="?tab=unit"),
    *(Page(who, "deadline", CLOCK) for who in ("petra", "samira")),
    Page("ulrika", "deadline", MISSED),
    *(Page("samira", route, CLOCK) for route in ("deadline_extend", "deadline_pause")),
    Page("petra", "deadline_met", CLOCK),
    *(Page("petra", "deadline_rule", {"code": f"SELECT '{code}'"}) for code in ("SE-D01", "SE-D02", "SE-D22")),
    *(
        Page("samira", route, {"person": "SELECT id FROM coordination_user WHERE email = 'petra@example.org'"})
        for route in ("unit_absence_new", "leaving")
    ),
]
# Answers that are no pages: files, parts of pages, and what only takes a form. The style guide has its own tests.
NO_PAGES = set(
    "entry_share info_request_withdraw meeting_reopen "
    "healthz set_language session_left notifications_unread presence_fragment document_download paper_file "
    "case_history_csv case_bpmn case_view_save case_view_remove person_reveal plan_begin step_draft "
    "case_ledger_csv ledger_csv way_bpmn way_take_back deadline_resume report_file report_file_remove report_ask "
    "matter_draft_discard matter_paper matter_begin meeting_calendar places_map week_paper walk_paper plan_paper "
    "step_take step_take_up step_hand_back step_nudge notifications_read_all notification_open paper_request "
    "styleguide styleguide_page account_reauthenticate account_set_password entry_reveal countersign_withdraw".split()
)
