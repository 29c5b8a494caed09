"""Invented data for the style guide."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

LONG = "Yhteistyösuunnitelman hyväksymismenettelytapakokous"

BRANCHES = [
    {"title": "School", "state": "done", "state_text": "Done", "meta": "16 November, Amir Haddad"},
    {"title": "Police", "state": "done", "state_text": "Done", "meta": "17 November, Eva Nyström"},
    {
        "title": "Leisure and youth",
        "state": "waiting",
        "state_text": "Waiting for an answer",
        "meta": "Asked 18 November",
    },
    {"title": "Health care", "state": "overdue", "state_text": "2 days late", "meta": "Was due 20 November"},
]
STEPS = [
    {"number": 1, "title": "Open the case", "state": "done", "state_text": "Done", "meta": "9 November, Sara Lind"},
    {"number": 2, "title": "Record consent", "state": "done", "state_text": "Done", "meta": "12 November, Sara Lind"},
    {
        "number": 3,
        "title": "Situation descriptions",
        "state": "overdue",
        "state_text": "Late",
        "meta": "2 of 4 done. Made by the parties at the same time.",
        "sub": BRANCHES,
    },
    {
        "number": 4,
        "title": "Planning meeting",
        "state": "now",
        "state_text": "Your step",
        "url": "#step",
        "meta": "By 27 November",
    },
    {
        "number": 5,
        "title": "Ask for an opinion",
        "state": "skipped",
        "state_text": "Not needed",
        "meta": "Consent covers it",
    },
    {"number": 6, "title": LONG, "state": "waiting", "state_text": "Waiting", "meta": "For the guardians"},
    {"number": 7, "title": "Follow up", "state": "todo", "state_text": "Not begun", "meta": "Within 6 weeks"},
]
PEOPLE = [
    {"name": "Social services", "text": "Sara Lind, leads the case", "icon": "house-heart", "url": "#social"},
    {"name": "Björk school", "text": "Amir Haddad, counsellor", "icon": "school"},
    {"name": "Police", "text": "Eva Nyström, municipal police", "icon": "shield"},
    {"name": "Joel Heikkinen", "text": "Leisure and youth", "tag": "warn", "tag_text": "Invited"},
    {"name": "Health care", "text": "Nobody has taken the step", "icon": "heart-pulse"},
]
HEADER = {
    "number": "SAM-2026-0412",
    "title": "Joint support around school",
    "tags": [
        {"kind": "info", "text": "Going on"},
        {"kind": "ok", "text": "Consent given"},
        {"kind": "lock", "text": "Confidential"},
    ],
    "facts": [
        {"label": "Concerns", "value": "E. B., born 2012", "reveal_url": "#reveal", "reveal_text": "Show the name"},
        {"label": "Leads the case", "value": "Sara Lind, social services"},
        {"label": "Opened", "value": "9 November 2026"},
        {"label": "Next", "value": "Planning meeting, by 27 November"},
    ],
    "pages": [
        {"title": "Overview", "url": "#overview", "current": True},
        {"title": "Joint plan", "url": "#plan"},
        {"title": "Meetings", "url": "#meetings"},
        {"title": "Documents", "url": "#documents", "count": 6},
        {"title": "Parties", "url": "#parties"},
        {"title": "History", "url": "#history"},
    ],
}
SEGMENTS = [
    {"title": "Mine", "count": 5, "url": "#mine", "current": True},
    {"title": "For my group", "count": 4, "url": "#group"},
    {"title": "Waiting for others", "count": 7, "url": "#others"},
    {"title": "Done", "url": "#done"},
]
CHANGES = [
    {"label": "Last day", "before": "20 November 2026", "after": "27 November 2026"},
    {"label": "Reason", "before": "", "after": "The family asked for another day."},
]
FILES = [
    {"title": "Report from school.pdf", "url": "#file", "meta": "PDF, 240 kB, Amir Haddad", "remove_url": "#remove"},
    {
        "title": "Drawing.png",
        "icon": "image",
        "meta": "Picture, 1.2 MB",
        "tag": "warn",
        "tag_text": "Being checked for viruses",
    },
    {"title": f"{LONG}.docx", "meta": "Word, 90 kB", "tag": "bad", "tag_text": "Refused: macros"},
]
SUMMARY = [
    {"label": "Person", "value": "E. B., born 2012", "url": "#person"},
    {"label": "Purpose", "value": "Absence from school since August.\nTwo reports of concern.", "url": "#purpose"},
    {"label": "Interpreter", "value": "", "url": "#interpreter"},
]
FIGURES = [
    {"value": "48", "label": "events"},
    {"value": "131", "label": "readings"},
    {"value": "7", "label": "people have had access"},
    {"value": "2 days", "label": "late in one step"},
]
CHIPS = [
    {"text": "School", "url": "#-school"},
    {"text": "From 9 November", "url": "#-from"},
    {"text": LONG, "url": "#-long"},
]
CONFLICT = [
    {
        "label": "How are things right now?",
        "mine": "Comes to school two days a week.",
        "theirs": "Comes to school three days.",
    },
    {"label": "How great is the concern?", "mine": "Moderate", "theirs": "Great"},
]
ROWS = [
    {
        "title": "Follow up the joint plan",
        "url": "#follow",
        "hint": "Given to you by Karin Öberg",
        "cells": [
            {"label": "Case", "text": "SAM-2026-0287", "hint": "Born 2010, 4 parties"},
            {"label": "Last day", "text": "19 November", "hint": "3 days late", "late": True},
            {"label": "Status", "tag": "info", "text": "Begun"},
        ],
    },
    {
        "title": LONG,
        "url": "#long",
        "hint": "3 of 4 situation descriptions are in",
        "cells": [
            {"label": "Case", "text": "SAM-2026-0412", "hint": "Born 2012, 5 parties"},
            {"label": "Last day", "text": "27 November", "hint": "5 days left"},
            {"label": "Status", "tag": "warn", "text": "Waiting for an answer"},
        ],
    },
]
HEADS = ["Step", "Case", "Last day", "Status"]
CAN = ["Social services, leisure and youth, health care"]
CANNOT = ["The police do not see your situation description"]
NEXT = ["Sara Lind has been told.", "The planning meeting can be called.", "You can change the text until the meeting."]


def everything() -> dict[str, Any]:
    """Return all samples under the names the templates use."""
    now = timezone.now()
    texts = ["A reminder went to health care", "Joel Heikkinen gave a situation description", "Eva Nyström did too"]
    events = [{"text": text, "at": now - timedelta(days=n, hours=3 * n)} for n, text in enumerate(texts)]
    events[1] |= {"who": "Leisure and youth", "changes": CHANGES}
    days = {"late_day": now.date() - timedelta(days=3), "today": now.date(), "next_day": now.date() + timedelta(days=5)}
    names = {key.lower(): value for key, value in globals().items() if key.isupper()}
    return {**names, **days, "events": events}
