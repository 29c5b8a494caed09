"""The header of a case and its sub navigation, the same on every page of the case."""

from typing import Any

from django import template
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from coordination import models
from coordination.cases.classes import class_tag
from coordination.people.models import Person
from coordination.people.protecting import mail_warning
from coordination.sharing.queries import newest
from permissions import policy
from permissions.roles import Act

register = template.Library()

# Name of the tab, route, title, the act that shows it, and how its page's routes begin.
TABS = (
    ("overview", "case", _("Overview"), Act.SEE_COVER, ()),
    ("plan", "plan", _("Plan"), Act.VIEW, ("plan", "action", "goal", "family_paper")),
    ("meetings", "case_meetings", _("Meetings"), Act.VIEW, ("case_meeting", "meeting")),
    ("documents", "documents", _("Documents"), Act.VIEW, ("document", "paper")),
    ("reports", "case_reports", _("Reports"), Act.VIEW, ("case_report",)),
    ("notes", "notes", _("Notes"), Act.VIEW, ("note", "entry", "disclosure", "share", "info_request", "case_ledger")),
    (
        "people",
        "case_people",
        _("People and access"),
        Act.ADMIT,
        (
            "case_people",
            "person",
            "grant",
            "access",
            "conflict",
            "join",
            "emergency",
            "invite",
            "participation",
            "consent",
            "change_coordinator",
            "class_",
            "child_",
        ),
    ),
    ("history", "case_history", _("History"), Act.READ_HISTORY, ("case_history", "history")),
)
STATUS_KINDS = {
    "active": "ok",
    "weekly": "ok",
    "aftercare": "ok",
    "nominated": "warn",
    "frozen": "lock",
    "closed": "mute",
    "consent": "warn",
    "paused": "warn",
}


@register.inclusion_tag("components/case_header.html", takes_context=True)
def case_header(context: Any, case: Any, tab: str = "", compact: bool | None = None) -> dict[str, Any]:
    """Draw the header of ``case``; ``tab`` is the page one is on (else told by the route)."""
    request = context["request"]
    tab = tab or tab_of(request)
    acts = context.get("case_acts")
    if acts is None:
        acts = policy.acts_on(request.user, case)
    header = {
        "number": case.reference,
        "title": case.title if Act.VIEW in acts and not case.is_hushed else case.get_kind_display(),
        "tags": tags_of(case, acts),
        "facts": facts_of(case, acts),
        "pages": pages_of(request.user, case, acts, tab),
    }
    return {"header": header, "compact": tab != "overview" if compact is None else compact, **_csrf(context)}


@register.simple_tag
def mind_before_sending(case: Any) -> str:
    """Return what to mind before something of the case leaves the house, or nothing."""
    return mail_warning(case)


def tab_of(request: Any) -> str:
    """Return the tab to which the route of ``request`` belongs."""
    name = (request.resolver_match and request.resolver_match.url_name) or ""
    return next((tab for tab, *_rest, starts in TABS if starts and name.startswith(starts)), "overview")


def tags_of(case: Any, acts: set[Act]) -> list[dict]:
    """Return the tags: stage and class of the case and, for those inside, the child's role and protected data."""
    tags = [{"kind": STATUS_KINDS.get(case.status, "info"), "text": case.get_status_display()}]
    if Act.VIEW in acts:
        if case.end_state:
            tags.append({"kind": "mute", "text": case.get_end_state_display()})
        tags.append(class_tag(case.confidentiality))
        tags.append({"kind": "info", "text": case.get_child_role_display(), "icon": "user-round"})
        if case.has_protected:
            tags.append({"kind": "lock", "text": _("Protected personal data")})
    if Act.COORDINATE in acts and case.has_assumed:
        tags.append({"kind": "lock", "text": Person.Protection.ASSUMED.label})
    return tags


def facts_of(case: Any, acts: set[Act]) -> list[dict]:
    """Return the facts: way of working, whom it is about (initials), who coordinates, since when."""
    opened = date_format(localtime(case.opened_at), "DATE_FORMAT")
    facts = [{"label": _("Way of working"), "value": case.get_kind_display()}]
    if Act.VIEW in acts and (child := case.child):
        shown = {"reveal_url": reverse("person_reveal", args=[child.pk]), "reveal_text": _("Show the name")}
        facts.append({"label": _("About"), "value": case.subject or _("Shown on request"), **shown})
    if acts & {Act.VIEW, Act.ADMIT}:
        facts.append({"label": _("Coordinator"), "value": f"{case.coordinator}, {case.lead_agency}"})
    return [*facts, {"label": _("Opened"), "value": opened}]


def pages_of(user: Any, case: Any, acts: set[Act], tab: str) -> list[dict]:
    """Return the sub navigation: the pages that exist and that ``acts`` open, with counts."""
    counts = counts_of(user, case) if Act.VIEW in acts else {}
    pages = []
    for name, route, title, act, _starts in TABS:
        url = "" if name == "reports" and case.kind != "concern" else _url(route, case)
        if url and (act in acts or (name == "people" and Act.VIEW in acts)):
            pages.append({"title": title, "url": url, "current": name == tab, "count": counts.get(name)})
    return pages if len(pages) > 1 else []


def counts_of(user: Any, case: Any) -> dict[str, int]:
    """Count what ``user`` may see on the pages of the case, in one query."""
    rows = {
        "meetings": policy.visible(user, Act.VIEW, models.Meeting.objects.exclude(status="cancelled")),
        "documents": policy.visible(user, Act.VIEW, models.Document.objects.filter(entry__superseded_by=None)),
        "notes": newest(models.Entry.objects.all(), user),
    }
    counted = {f"n_{name}": _count(found) for name, found in rows.items()}
    numbers: Any = models.Case.objects.filter(pk=case.pk).values(**counted).get()
    return {name: numbers[f"n_{name}"] for name in rows}


def _count(rows: QuerySet) -> Coalesce:
    per_case = rows.filter(case=OuterRef("pk")).order_by().values("case").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(per_case, output_field=IntegerField()), 0)


def _url(route: str, case: Any) -> str:
    try:
        return reverse(route, args=[case.reference])
    except NoReverseMatch:
        return ""


def _csrf(context: Any) -> dict[str, Any]:
    return {"csrf_token": context.get("csrf_token"), "request": context["request"]}
