"""The access table of the routes: who is let in. Whoever is not named gets the answer of a thing that does not exist.

``get`` names the personas a page opens for; ``post`` those whose POST is
heard (it may still be refused as incomplete: 200, 302, 409, 422). ``shows`` is
what the page must show to those it opens for: a page that fails for everybody
is no proof (``cover`` to those who see the cover only). Those inside the case,
and those in ``known``, know of the thing and may be told 403;
``feature`` marks pages that are no secret, which may say 403 to anybody.
"""

from dataclasses import dataclass, field

EVERYONE = [
    "stranger",
    "other_municipality",
    "administrator",
    "police",
    "expired",
    "invited_contact",
    "partner_manager",
    "lead_manager",
    "school",
    "leisure",
    "coordinator",
]
PUBLIC = [*EVERYONE, "anonymous", "deactivated"]
INSIDE = ["school", "leisure", "coordinator"]
LEAD = ["coordinator"]
COVERED = ["invited_contact", "partner_manager", "lead_manager"]
OPENERS = ["stranger", "other_municipality", "coordinator"]  # members of social services
MEETING = {"KANARIMOTE", "KANARIPUNKT"}


@dataclass(frozen=True)
class Row:
    """What one route answers to whom."""

    args: dict[str, str] = field(default_factory=dict)
    get: list[str] = field(default_factory=list)
    post: list[str] = field(default_factory=list)
    shows: set[str] = field(default_factory=set)
    cover: set[str] = field(default_factory=set)
    known: list[str] = field(default_factory=list)
    get_status: tuple[int, ...] = (200,)
    data: dict[str, str] = field(default_factory=dict)
    feature: bool = False
    no_get: bool = False
    no_post: bool = False


CASE = {"reference": "reference"}

TABLE: dict[str, Row] = {
    "healthz": Row(get=PUBLIC, no_post=True),
    "set_language": Row(post=PUBLIC, no_get=True),
    "account_login": Row(get=PUBLIC, post=PUBLIC, get_status=(200, 302)),
    "account_inactive": Row(get=PUBLIC),
    "account_reauthenticate": Row(get=EVERYONE, post=EVERYONE, get_status=(200, 302)),
    "account_logout": Row(get=PUBLIC, post=PUBLIC, get_status=(200, 302)),
    "account_change_password": Row(get=EVERYONE, post=EVERYONE, get_status=(200, 302)),
    # consent and entries
    "consent": Row(CASE, get=INSIDE),
    "consent_record": Row(CASE | {"person": "mother"}, get=LEAD, post=LEAD),
    "consent_withdraw": Row({"pk": "consent"}, get=LEAD, post=LEAD),
    "consent_scan": Row({"pk": "consent"}, get=LEAD, post=LEAD),
    "notes": Row(CASE, get=INSIDE),
    "note_write": Row(CASE, get=INSIDE, post=INSIDE),
    "entry": Row({"pk": "entry_shared"}, get=["school", "leisure"], shows={"KANARIDELAT"}),
    "entry_correct": Row({"pk": "entry_own"}, get=["school"], post=["school"], shows={"KANARIEGENSKOLA"}),
    "entry_share": Row({"pk": "entry_own"}, get=["school"], post=["school"]),
    "disclosure_end": Row({"pk": "disclosure"}, post=["school"], no_get=True),
    # documents and papers
    "documents": Row(CASE, get=INSIDE),
    "document_upload": Row(CASE, get=INSIDE, post=INSIDE),
    "document_download": Row({"pk": "document"}, get=LEAD, shows={"KANARISOCFIL"}),
    "paper_request": Row(CASE, post=[*INSIDE, "lead_manager"], no_get=True, data={"kind": "family_plan"}),
    "paper": Row({"pk": "paper"}, get=LEAD),
    "paper_file": Row({"pk": "paper"}),
    # start, cases and their people
    "start": Row(get=EVERYONE),
    "search": Row(get=EVERYONE),
    "cases": Row(get=EVERYONE),
    "case_view_save": Row(post=EVERYONE, no_get=True, data={"name": "x", "query": ""}),
    "case_view_remove": Row({"pk": "case_view"}, post=LEAD, no_get=True),
    "open_case": Row(get=OPENERS, post=OPENERS, get_status=(200, 302), feature=True),
    "open_case_page": Row(
        {"draft": "draft"} | {"number": "=2"}, get=LEAD, post=LEAD, shows={"KANARIUTKAST"}, feature=True
    ),
    "open_case_discard": Row({"draft": "draft"}, get=LEAD, post=LEAD, feature=True),
    "open_case_done": Row(CASE, get=LEAD, no_post=True),
    "case": Row(CASE, get=[*COVERED, *INSIDE], shows={"KANARITITEL"}, cover={"KANARISYFTE"}),
    "case_people": Row(CASE, get=[*INSIDE, "lead_manager", "partner_manager"]),
    "invite_agency": Row(CASE, get=LEAD, post=LEAD),
    "change_coordinator": Row(CASE, get=[*LEAD, "lead_manager"], post=[*LEAD, "lead_manager"]),
    "grant_add": Row({"pk": "participation"}, get=["leisure"], post=["leisure"]),
    "grant_end": Row(CASE | {"pk": "grant"}, get=["leisure"], post=["leisure"]),
    "participation_leave": Row({"pk": "participation"}, get=["leisure", *LEAD], post=["leisure", *LEAD]),
    "invitation": Row({"pk": "invited"}, get=["invited_contact"], post=["invited_contact"], cover={"KANARISYFTE"}),
    "person_add": Row(CASE, get=LEAD, post=LEAD),
    "person_add_role": Row(CASE | {"role": "=guardian"}, get=LEAD, post=LEAD),
    "person_edit": Row({"pk": "mother"}, get=LEAD, post=LEAD, shows={"KANARIMAMMA", "KANARITELEFON"}),
    "person_reveal": Row({"pk": "child"}, post=INSIDE, no_get=True),
    # steps
    "my_steps": Row(get=EVERYONE),
    "step": Row({"pk": "step_leisure"}, get=INSIDE, post=["leisure"]),
    "step_draft": Row({"pk": "step_social"}, post=LEAD, no_get=True, data={"version": "1"}, known=["lead_manager"]),
    "step_done": Row({"pk": "step_done"}, get=INSIDE),
    "step_take": Row({"pk": "step_leisure"}, post=["leisure"], no_get=True),
    "step_hand_over": Row({"pk": "step_leisure"}, get=["leisure"], post=["leisure"]),
    "step_hand_back": Row({"pk": "step_leisure"}, post=["leisure"], no_get=True),
    "step_reassign": Row({"pk": "step_social"}, get=["lead_manager"], post=["lead_manager"]),
    "step_nudge": Row({"pk": "step_leisure"}, post=LEAD, no_get=True),
    "account_set_password": Row(get=EVERYONE, post=EVERYONE, get_status=(200, 302)),
    # meetings and plan
    "meetings": Row(get=EVERYONE),
    "case_meetings": Row(CASE, get=INSIDE),
    "meeting": Row({"pk": "meeting"}, get=["leisure", *LEAD], shows=MEETING),
    "meeting_call": Row(CASE, get=LEAD, post=LEAD),
    "meeting_change": Row({"pk": "meeting"}, get=LEAD, post=LEAD),
    "meeting_cancel": Row({"pk": "meeting"}, get=LEAD, post=LEAD),
    "meeting_minutes": Row({"pk": "meeting"}, get=LEAD, post=LEAD),
    "plan": Row(CASE, get=INSIDE, shows={"KANARIPLAN", "KANARIMAL", "KANARIATGARD"}),
    "plan_begin": Row(CASE, post=LEAD, no_get=True),
    "plan_versions": Row(CASE, get=INSIDE),
    "plan_edit": Row({"pk": "plan"}, get=LEAD, post=LEAD, get_status=(200, 302)),
    "plan_follow_up": Row({"pk": "plan"}, get=LEAD, post=LEAD, get_status=(200, 302)),
    "action_update": Row({"pk": "action"}, get=["school"], post=["school"]),
    # history, notifications, live
    "audit": Row(get=["lead_manager", "partner_manager"]),
    "case_history": Row(CASE, get=[*INSIDE, "lead_manager", "partner_manager"]),
    "case_history_readings": Row(CASE, get=[*LEAD, "lead_manager"]),
    "case_history_csv": Row(CASE, get=[*INSIDE, "lead_manager", "partner_manager"]),
    "case_bpmn": Row(CASE, get=[*INSIDE, "lead_manager", "partner_manager"]),
    "presence_fragment": Row({"section": "step_leisure"}, get=INSIDE),
    "notifications": Row(get=EVERYONE),
    "notifications_unread": Row(get=EVERYONE),
    "notifications_read_all": Row(post=EVERYONE, no_get=True),
    "notification_open": Row({"pk": "notification"}, post=LEAD, no_get=True),
    "profile": Row(get=EVERYONE, post=EVERYONE),
    "session_left": Row(get=EVERYONE, post=EVERYONE),
    "help": Row(get=PUBLIC),
    "accessibility": Row(get=PUBLIC),
    "privacy": Row(get=PUBLIC),
    "styleguide": Row(get=PUBLIC),
    "styleguide_page": Row({"name": "=parts"}, get=PUBLIC),
}
