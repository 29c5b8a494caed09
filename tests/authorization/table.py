"""The access table of the routes: who is let in. Whoever is not named gets the answer of a thing that does not exist.

``get`` names the personas a page opens for; ``post`` those whose POST is
heard (it may still be refused as incomplete: 200, 302, 409, 422). ``shows`` is
what the page must show to those it opens for: a page that fails for everybody
is no proof (``cover`` to those who see the cover only). Those inside the case,
and those in ``known``, know of the thing and may be told 403;
``feature`` marks pages that are no secret, which may say 403 to anybody.
"""

from dataclasses import dataclass, field

from tests.authorization.world import ADVICE, PLACE_REPORTED, PLACES, WAITS

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
    "lawyer",
]
PUBLIC = [*EVERYONE, "anonymous", "deactivated"]
INSIDE = ["school", "leisure", "coordinator"]
LEAD = ["coordinator"]
MANAGERS = ["lead_manager", "partner_manager"]
COVERED = ["invited_contact", "partner_manager", "lead_manager"]
OPENERS = ["stranger", "other_municipality", "invited_contact", "coordinator"]  # of social services or health care
MEETING = {"KANARIMOTE", "KANARIPUNKT"}
IN_MATTER = {"reference": "matter"}


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


AT_WORK = [persona for persona in EVERYONE if persona != "administrator"]
RECEIVE = ["other_municipality", "lead_manager", "coordinator"]  # where reports of concern come in
REGISTER = ["other_municipality", "coordinator"]
READ = ["lead_manager", "coordinator"]
REPORT = {"KANARIANMALAN", "KANARIANMALD"}
ADVISED = ["expired", "partner_manager", "school", "leisure"]  # who work in the school and in leisure
SEE_PLACES = ["police", "expired", "partner_manager", "lead_manager", "school", "leisure", "lawyer"]
REPORT_PLACES = [persona for persona in SEE_PLACES if persona != "lead_manager"]
CARE_FOR_PLACES = ["lawyer"]  # who works at the municipal office for crime prevention, too
OF_LEISURE = ["leisure", *CARE_FOR_PLACES]
WEEK = {"key": "=2026-W02"}
CASE = {"reference": "reference"}
DRAFT = CASE | {"draft": "share_draft"}

SSPF_MAP = {"kind": "=sspf", "step": "=map"}

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
    "consents": Row(get=EVERYONE),
    "consent_review_ask": Row(CASE | {"person": "mother"}, get=LEAD, post=LEAD),
    "consent_reviews": Row(get=["lawyer"]),
    "consent_review": Row({"pk": "consent_review"}, get=["lawyer"], post=["lawyer"], shows={"KANARIFRAGA"}),
    "consent_review_reverse": Row({"pk": "consent_review_decided"}, get=["lawyer"], post=["lawyer"]),
    "consent_scan": Row({"pk": "consent"}, get=LEAD, post=LEAD),
    "notes": Row(CASE, get=INSIDE),
    "note_write": Row(CASE, get=INSIDE, post=INSIDE),
    "entry": Row({"pk": "entry_shared"}, get=["school", "leisure"], shows={"KANARIDELAT"}),
    "entry_correct": Row({"pk": "entry_own"}, get=["school"], post=["school"], shows={"KANARIEGENSKOLA"}),
    "entry_share": Row({"pk": "entry_own"}, get=["school"], get_status=(302,), no_post=True),
    # the sharing desk, approvals, requests for information, advice without names
    "share": Row(CASE, get=INSIDE, post=INSIDE),
    "share_page": Row(DRAFT | {"name": "=parts"}, get=["school"], post=["school"], shows={"KANARIEGENSKOLA"}),
    "share_wait": Row(DRAFT, get=["school"], no_post=True),
    "share_discard": Row(DRAFT, get=["school"], post=["school"]),
    "share_done": Row(CASE, no_post=True),
    "approvals": Row(get=["partner_manager", "lead_manager"], no_post=True),
    "approval": Row(
        {"pk": "waiting"}, get=["partner_manager"], post=["partner_manager"], cover=WAITS, data={"decision": "yes"}
    ),
    "info_requests": Row(CASE, get=INSIDE, no_post=True),
    "info_request_ask": Row(CASE, get=INSIDE, post=INSIDE),
    "info_request": Row({"pk": "info_request"}, get=["school", "leisure"], shows={"KANARIBEGARAN"}, no_post=True),
    "info_request_refuse": Row({"pk": "info_request"}, get=["school"], post=["school"]),
    "info_request_remark": Row({"pk": "info_request"}, get=["school", "leisure"], post=["school", "leisure"]),
    "info_request_withdraw": Row({"pk": "info_request"}, post=["leisure"], no_get=True),
    "consultations": Row(get=EVERYONE, no_post=True),
    "consultation_ask": Row(get=AT_WORK, post=AT_WORK, feature=True),
    "consultation": Row(
        {"pk": "consultation"}, get=ADVISED, post=["leisure"], shows=ADVICE, cover=ADVICE, known=ADVISED
    ),
    # matters about providers: for the lawyer, who works in the agency that has them too
    "matters": Row(get=["lawyer"], shows={"KANARIUTFORARE"}),
    "matters_summary": Row(get=["lawyer"]),
    "matter_new": Row(get=["lawyer"], post=["lawyer"], shows={"KANARIHALVSIGNAL"}),
    "matter_draft_discard": Row(post=["lawyer"], no_get=True),
    "matter": Row(IN_MATTER, get=["lawyer"], shows={"KANARIUTFORARE", "KANARISIGNAL"}),
    "matter_history": Row(IN_MATTER, get=["lawyer"]),
    "matter_paper": Row(IN_MATTER, post=["lawyer"], no_get=True),
    "matter_row": Row(IN_MATTER, get=["lawyer"], post=["lawyer"], shows={"KANARIUTFORARE"}),
    "matter_triage": Row(IN_MATTER, get=["lawyer"], post=["lawyer"]),
    "matter_rule": Row(IN_MATTER, get=["lawyer"], post=["lawyer"]),
    "matter_begin": Row(IN_MATTER, post=["lawyer"], no_get=True),
    "matter_check": Row(IN_MATTER, get=["lawyer"], post=["lawyer"]),
    "matter_notice": Row(IN_MATTER | {"kind": "=notify"}, get=["lawyer"], post=["lawyer"]),
    "matter_contract": Row(IN_MATTER, get=["lawyer"], post=["lawyer"]),
    "matter_inspection": Row(IN_MATTER, get=["lawyer"], post=["lawyer"]),
    "matter_close": Row(IN_MATTER, get=["lawyer"], post=["lawyer"]),
    # rounds of group violence intervention: of no case
    "rounds": Row(get=["police", "lawyer"], shows={"KANARIRUNDA"}, no_post=True),
    "round_open": Row(get=["police"], post=["police"]),
    "round": Row({"pk": "round"}, get=["police", "lawyer"], shows={"KANARIRUNDA"}, no_post=True),
    "round_part": Row({"pk": "round", "part": "=evaluate"}, get=["police", "lawyer"], post=["police", "lawyer"]),
    # grounds of law
    "grounds": Row(get=EVERYONE),
    "ground": Row({"code": "=SE-OSL-10-15a"}, get=EVERYONE),
    "ground_rule": Row({"code": "=SE-OSL-10-15a"}, get=["lawyer"], post=["lawyer"]),
    "entry_reveal": Row({"pk": "entry_shared"}, post=["school", "leisure"], no_get=True),
    # confidentiality classes, countersignatures, reviews, siblings
    "class_raise": Row(CASE, get=LEAD, post=LEAD),
    "class_lower": Row(CASE, get=[*LEAD, "lead_manager"], post=[*LEAD, "lead_manager"], known=COVERED),
    "class_name": Row(
        CASE,
        get=[*LEAD, "lead_manager", "partner_manager", "leisure"],
        post=[*LEAD, "lead_manager", "partner_manager", "leisure"],
        known=COVERED,
    ),
    "child_role": Row(CASE, get=LEAD, post=LEAD),
    "case_link": Row(CASE, get=LEAD, post=LEAD),
    "case_unlink": Row({"pk": "link"}, get=LEAD, post=LEAD),
    "entry_class": Row({"pk": "entry_own"}, get=["school"], post=["school"]),
    "countersign": Row(get=EVERYONE),
    "countersign_answer": Row({"pk": "countersignature"}, get=["lead_manager"], post=["lead_manager"]),
    "countersign_withdraw": Row({"pk": "countersignature"}, post=LEAD, no_get=True),
    "coordinators": Row(get=EVERYONE),
    "coordinator_restore": Row({"reference": "lapsed"}, get=["lead_manager"], post=["lead_manager"]),
    "coordinator_ask": Row({"reference": "lapsed"}, get=LEAD, post=LEAD),
    "reviews": Row(get=EVERYONE),
    "review_decide": Row({"pk": "review"}, get=["partner_manager"], post=["partner_manager"]),
    "entry_audience": Row({"pk": "entry_own"}, get=["school"], post=["school"]),
    "disclosure_end": Row({"pk": "disclosure"}, get=["school"], post=["school"]),
    "case_ledger": Row(CASE, get=[*INSIDE, "lead_manager"]),
    "case_ledger_csv": Row(CASE, get=[*INSIDE, "lead_manager"]),
    "ledger": Row(get=EVERYONE),
    "ledger_csv": Row(get=[p for p in EVERYONE if p != "administrator"]),
    # places: reports, weekly pictures, safety walks, detailed plans
    "places": Row(get=SEE_PLACES),
    "places_map": Row(get=REPORT_PLACES),
    "place_list": Row(get=CARE_FOR_PLACES),
    "place_new": Row(get=CARE_FOR_PLACES, post=CARE_FOR_PLACES),
    "place_edit": Row({"pk": "place"}, get=CARE_FOR_PLACES, post=CARE_FOR_PLACES),
    "places_history": Row(get=CARE_FOR_PLACES),
    "place_reports": Row(get=CARE_FOR_PLACES),
    "place_report_new": Row(get=REPORT_PLACES, post=REPORT_PLACES),
    "place_reports_mine": Row(get=REPORT_PLACES),
    "place_report": Row({"pk": "place_report"}, get=OF_LEISURE, post=CARE_FOR_PLACES, shows=PLACE_REPORTED),
    "weeks": Row(get=SEE_PLACES, post=CARE_FOR_PLACES, data={"week": "2026-W02"}),
    "week": Row(WEEK, get=SEE_PLACES, post=CARE_FOR_PLACES, shows=PLACES),
    "week_edit": Row(WEEK, get=CARE_FOR_PLACES, post=CARE_FOR_PLACES, shows=PLACES),
    "week_meeting": Row(WEEK, get=SEE_PLACES),
    "week_paper": Row(WEEK, get=CARE_FOR_PLACES),
    "priority_new": Row(WEEK, get=CARE_FOR_PLACES, post=CARE_FOR_PLACES),
    "priority_close": Row({"pk": "priority"}, get=CARE_FOR_PLACES, post=CARE_FOR_PLACES, shows=PLACES),
    "action_new": Row({"pk": "priority"}, get=CARE_FOR_PLACES, post=CARE_FOR_PLACES, shows=PLACES),
    "place_action": Row({"pk": "place_action"}, get=OF_LEISURE, post=OF_LEISURE, shows=PLACES),
    "walks": Row(get=SEE_PLACES, shows=PLACES, cover=PLACES),
    "walk_new": Row(get=CARE_FOR_PLACES, post=CARE_FOR_PLACES),
    "walk": Row({"pk": "walk"}, get=SEE_PLACES, post=CARE_FOR_PLACES, shows=PLACES, cover=PLACES),
    "stop_new": Row({"pk": "walk"}, get=CARE_FOR_PLACES, post=CARE_FOR_PLACES),
    "stop_answer": Row({"pk": "stop"}, get=OF_LEISURE, post=OF_LEISURE, shows=PLACES),
    "walk_paper": Row({"pk": "walk"}, get=CARE_FOR_PLACES),
    "plan_reviews": Row(get=SEE_PLACES, shows=PLACES, cover=PLACES),
    "plan_review_new": Row(get=CARE_FOR_PLACES, post=CARE_FOR_PLACES),
    "plan_review": Row({"pk": "plan_review"}, get=SEE_PLACES, post=CARE_FOR_PLACES, shows=PLACES, cover=PLACES),
    "plan_checklist": Row(
        {"pk": "plan_review"} | {"stage": "=samrad"}, get=CARE_FOR_PLACES, post=CARE_FOR_PLACES, shows=PLACES
    ),
    "opinion_new": Row({"pk": "plan_review"}, get=CARE_FOR_PLACES, post=CARE_FOR_PLACES),
    "plan_paper": Row({"pk": "plan_review"}, get=CARE_FOR_PLACES),
    "opinion": Row({"pk": "opinion"}, get=OF_LEISURE, post=OF_LEISURE, shows=PLACES),
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
    "ways": Row(get=AT_WORK, feature=True),
    "way": Row({"kind": "=sspf"}, get=AT_WORK, feature=True),
    "way_bpmn": Row({"kind": "=sspf"}, get=AT_WORK, feature=True),
    "way_changes": Row({"kind": "=sspf"}, get=AT_WORK, feature=True),
    "way_step": Row({"kind": "=sspf", "step": "=map"}, get=AT_WORK, feature=True),
    "way_set": Row({"kind": "=sspf", "what": "=ages"}, get=["lead_manager"], post=["lead_manager"]),
    "way_set_step": Row(SSPF_MAP | {"what": "=questions"}, get=["lead_manager"], post=["lead_manager"]),
    "way_move": Row(SSPF_MAP, get=["lead_manager"], post=["lead_manager"]),
    "way_take_back": Row({"kind": "=sspf", "pk": "coming_days"}, post=["lead_manager"], no_get=True),
    "open_case": Row(get=OPENERS, post=OPENERS, get_status=(200, 302), feature=True),
    "open_case_page": Row(
        {"draft": "draft"} | {"number": "=2"}, get=LEAD, post=LEAD, shows={"KANARIUTKAST"}, feature=True
    ),
    "open_case_discard": Row({"draft": "draft"}, get=LEAD, post=LEAD, feature=True),
    "open_case_done": Row(CASE, get=LEAD, no_post=True),
    "case": Row(CASE, get=[*COVERED, *INSIDE], shows={"KANARITITEL"}, cover={"KANARISYFTE"}),
    "case_brief": Row(CASE, get=INSIDE, shows={"KANARITITEL"}),
    "case_people": Row(CASE, get=[*INSIDE, "lead_manager", "partner_manager"]),
    "case_where": Row(CASE),  # only in exit support, which this case is not: tests/exits
    "invite_agency": Row(CASE, get=LEAD, post=LEAD),
    "change_coordinator": Row(CASE, get=[*LEAD, "lead_manager"], post=[*LEAD, "lead_manager"]),
    "grant_add": Row({"pk": "participation"}, get=["leisure"], post=["leisure"]),
    "grant_end": Row(CASE | {"pk": "grant"}, get=["leisure"], post=["leisure"]),
    "access_confirm": Row({"pk": "participation"}, get=["leisure", *LEAD], post=["leisure", *LEAD]),
    "participation_leave": Row({"pk": "participation"}, get=["leisure", *LEAD], post=["leisure", *LEAD]),
    "invitation": Row({"pk": "invited"}, get=["invited_contact"], post=["invited_contact"], cover={"KANARISYFTE"}),
    "join": Row(get=EVERYONE, post=EVERYONE),
    "join_answer": Row({"pk": "join_request"}, get=LEAD, post=LEAD),
    "emergency_open": Row(get=EVERYONE, post=EVERYONE),
    "emergency_review": Row(
        {"pk": "emergency"}, get=[*LEAD, "lead_manager"], post=[*LEAD, "lead_manager"], shows={"KANARINOD"}
    ),
    "search_person": Row(get=EVERYONE, post=EVERYONE),
    "access_why": Row(CASE, get=[*LEAD, "lead_manager", "partner_manager"]),
    "conflict_own": Row(CASE, get=[*COVERED, *INSIDE], post=[*COVERED, *INSIDE]),
    "conflict_of": Row(
        CASE, get=[*LEAD, "lead_manager", "partner_manager"], post=[*LEAD, "lead_manager", "partner_manager"]
    ),
    "conflict_end": Row({"pk": "conflict"}, get=[*LEAD, "lead_manager"], post=[*LEAD, "lead_manager"]),
    "person_add": Row(CASE, get=LEAD, post=LEAD),
    "person_add_role": Row(CASE | {"role": "=guardian"}, get=LEAD, post=LEAD),
    "person_edit": Row({"pk": "mother"}, get=LEAD, post=LEAD, shows={"KANARIMAMMA", "KANARITELEFON"}),
    "person_wish": Row({"pk": "mother"}, get=LEAD, post=LEAD),
    "person_wish_end": Row({"pk": "wish"}, get=LEAD, post=LEAD),
    "person_reveal": Row({"pk": "child"}, post=INSIDE, no_get=True),
    # steps
    "my_steps": Row(get=EVERYONE),
    "step": Row({"pk": "step_leisure"}, get=INSIDE, post=["leisure"]),
    "step_draft": Row({"pk": "step_social"}, post=LEAD, no_get=True, data={"version": "1"}, known=["lead_manager"]),
    "step_done": Row({"pk": "step_done"}, get=INSIDE),
    "step_take": Row({"pk": "step_leisure"}, post=["leisure"], no_get=True),
    "step_hand_over": Row({"pk": "step_leisure"}, get=["leisure"], post=["leisure"]),
    "step_put_off": Row({"pk": "step_leisure"}, get=["leisure"], post=["leisure"], get_status=(200, 302)),
    "step_take_up": Row({"pk": "step_leisure"}, post=["leisure"], no_get=True),
    "step_hand_back": Row({"pk": "step_leisure"}, post=["leisure"], no_get=True),
    "step_reassign": Row({"pk": "step_social"}, get=["lead_manager"], post=["lead_manager"]),
    "step_nudge": Row({"pk": "step_leisure"}, post=LEAD, no_get=True),
    # deadlines of the law
    "deadlines": Row(get=EVERYONE),
    "deadline": Row(
        {"pk": "deadline"},
        get=["school", "partner_manager", *LEAD],
        shows={"KANARIFRIST"},
        cover={"KANARIFRIST"},
        no_post=True,
    ),
    "deadline_extend": Row({"pk": "deadline"}, get=["partner_manager"], post=["partner_manager"]),
    "deadline_pause": Row({"pk": "deadline"}, get=["partner_manager"], post=["partner_manager"]),
    "deadline_resume": Row({"pk": "deadline"}, post=["partner_manager"], no_get=True),
    "deadline_met": Row({"pk": "deadline"}, get=["school"], post=["school"]),
    "deadline_rule": Row({"code": "=SE-D02"}, get=EVERYONE),
    "account_set_password": Row(get=EVERYONE, post=EVERYONE, get_status=(200, 302)),
    "steps_move": Row(get=MANAGERS, post=MANAGERS, get_status=(302,)),
    # the people of a unit, and who is away
    "absences": Row(get=EVERYONE),
    "absence_new": Row(get=EVERYONE, post=EVERYONE),
    "absence_end": Row({"pk": "absence"}, get=["school", "partner_manager"], post=["school", "partner_manager"]),
    "unit_absence_new": Row({"person": "colleague"}, get=["partner_manager"], post=["partner_manager"]),
    "unit_people": Row(get=MANAGERS),
    "leaving": Row({"person": "colleague"}, get=["partner_manager"], post=["partner_manager"]),
    # meetings and plan
    "meetings": Row(get=EVERYONE),
    "case_meetings": Row(CASE, get=INSIDE),
    "meeting": Row({"pk": "meeting"}, get=["leisure", *LEAD], shows=MEETING),
    "meeting_calendar": Row({"pk": "meeting"}, get=["leisure", *LEAD], no_post=True),
    "meeting_call": Row(CASE, get=LEAD, post=LEAD),
    "meeting_change": Row({"pk": "meeting"}, get=LEAD, post=LEAD),
    "meeting_cancel": Row({"pk": "meeting"}, get=LEAD, post=LEAD),
    "meeting_minutes": Row({"pk": "meeting"}, get=LEAD, post=LEAD),
    "meeting_write": Row({"pk": "meeting"}, get=["leisure", *LEAD], post=["leisure", *LEAD], shows={"KANARIPUNKT"}),
    "meeting_reopen": Row({"pk": "meeting"}, post=LEAD, no_get=True),
    "meeting_part": Row({"pk": "part"}, get=["leisure", *LEAD], post=["leisure", *LEAD], shows={"KANARIPUNKT"}),
    "meeting_part_audience": Row({"pk": "part"}, get=LEAD, post=LEAD, shows={"KANARIPUNKT"}),
    "plan": Row(CASE, get=INSIDE, shows={"KANARIPLAN", "KANARIMAL", "KANARIATGARD", "KANARIHINDER"}),
    "family_paper": Row(CASE, get=INSIDE),
    "plan_begin": Row(CASE, post=LEAD, no_get=True),
    "plan_versions": Row(CASE, get=INSIDE),
    "plan_edit": Row({"pk": "plan"}, get=LEAD, post=LEAD, get_status=(200, 302)),
    "plan_follow_up": Row({"pk": "plan"}, get=LEAD, post=LEAD, get_status=(200, 302)),
    "action_update": Row({"pk": "action"}, get=["school"], post=["school"]),
    # reports of concern
    "reports": Row(get=RECEIVE, feature=True, no_post=True),
    "report_new": Row(get=AT_WORK, post=AT_WORK, feature=True),
    "report_register": Row(get=REGISTER, post=REGISTER, feature=True),
    "report_page": Row(
        {"draft": "report_draft", "name": "=concern"}, get=["leisure"], post=["leisure"], shows={"KANARIRAPPORTUTKAST"}
    ),
    "report_discard": Row({"draft": "report_draft"}, get=["leisure"], post=["leisure"]),
    "report_file_remove": Row({"pk": "draft_file"}, post=["leisure"], no_get=True),
    "report": Row({"pk": "report"}, get=READ, shows=REPORT, cover=REPORT, no_post=True),
    "report_file": Row(
        {"pk": "report_file"}, get=READ, shows={"KANARIANMALANFIL"}, cover={"KANARIANMALANFIL"}, no_post=True
    ),
    "report_take_in": Row({"child": "reported_child"}, get=LEAD, post=LEAD, shows={"KANARIANMALD"}),
    "report_feedback": Row({"child": "child_taken"}, get=LEAD, post=LEAD),
    "case_reports": Row(CASE, no_post=True),  # of a case that no report began: see tests/reports
    "case_onwards": Row(CASE),
    "case_lead": Row(CASE),  # of a case whose lead cannot move: see tests/workflows/test_sip_lead.py
    "my_reports": Row(get=EVERYONE, no_post=True),
    "report_receipt": Row({"pk": "report"}, get=["leisure"], no_post=True),
    "report_ask": Row({"pk": "report"}, post=["leisure"], no_get=True),
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
