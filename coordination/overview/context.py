"""What every page has around it: the menu's state, the badges, the socket it listens to."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_info

from coordination.access.absence_models import Absence
from coordination.access.emergency import to_judge
from coordination.access.lapsing import to_confirm
from coordination.cases.stand_ins import owned_by
from coordination.demo import cast
from coordination.notifications.queries import badge_count
from coordination.steps.models import Step
from permissions import places, policy
from permissions.places import PlaceAct
from permissions.roles import AT_WORK, MATTER_BY_POST, MATTER_COUNTRIES, MATTER_KEEPERS, Act, Post, ways_to_open

PERSONAL_SOCKET = "/ws/"
NAV = {
    "start": {"start"},
    "steps": {"my_steps", "step", "deadlines", "deadline", "deadline_rule"},
    "reports": {"reports", "report", "report_register", "report_take_in", "report_feedback"},
    "meetings": {"meetings"},
    "consents": {"consents"},
    "reviews": {"consent_reviews", "consent_review", "consent_review_reverse"},
    "matters": {"matters", "matters_summary", "matter_new"},
    "audit": {"audit"},
    "statistics": {"statistics"},
    "place_reports": {"place_reports", "place_report"},
    "weeks": {
        "weeks",
        "week",
        "week_meeting",
        "priority_new",
        "priority_close",
        "action_new",
        "place_action",
        "week_edit",
    },
    "walks": {"walks", "walk", "walk_new", "stop_new", "stop_answer"},
    "plan_reviews": {"plan_reviews", "plan_review", "plan_review_new", "plan_checklist", "opinion_new", "opinion"},
}
NO_NAV = {"profile", "search", "help", "accessibility", "privacy", "notifications"}


def page(request: HttpRequest) -> dict[str, Any]:
    """Give every template ``page``; nothing in it costs a query until it is drawn."""
    return {"page": Page(request)}


class Page:
    """The frame around one page, as its reader sees it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.user: Any = getattr(request, "user", None)
        self.known = bool(self.user and self.user.is_authenticated)
        self.demo = settings.DEMO
        self.live_url = getattr(request, "live_url", PERSONAL_SOCKET) if self.known else ""
        self.session_seconds = getattr(request, "session_seconds", None)
        self.theme: str = self.user.theme if self.user and self.known else "system"

    @property
    def posts(self) -> list:
        """The reader's posts in force."""
        return self.user.posts if self.known else []

    @property
    def is_manager(self) -> bool:
        """Whether the reader leads a unit."""
        return any(p.post == Post.MANAGER.value for p in self.posts)

    @property
    def is_lawyer(self) -> bool:
        """Whether questions of law are put to the reader."""
        return any(p.post == Post.LAWYER.value for p in self.posts)

    @property
    def coordinates(self) -> bool:
        """Whether the reader works where joint cases are led, and so has consents to care for."""
        return any(
            p.post == Post.MEMBER.value and ways_to_open(p.agency.kind, p.agency.municipality.country)
            for p in self.posts
        )

    @property
    def has_matters(self) -> bool:
        """Whether matters about providers are the reader's work. For the menu only: what it allows, the policy says."""
        here = (p for p in self.posts if p.agency.municipality.country in MATTER_COUNTRIES)
        return any(p.post == Post.LAWYER.value or self._keeps(p) for p in here)

    @staticmethod
    def _keeps(post: Any) -> bool:
        return post.agency.kind in MATTER_KEEPERS and post.post in {each.value for each in MATTER_BY_POST}

    @property
    def receives(self) -> bool:
        """Whether the reader works, or leads, where reports of concern come in."""
        return any(p.post in AT_WORK and p.agency.receives_reports for p in self.posts)

    @property
    def reports(self) -> bool:
        """Whether the reader works at an agency, and so may report a concern."""
        return any(p.post in AT_WORK for p in self.posts)

    @property
    def reports_places(self) -> bool:
        """Whether the reader may report places, and so has an outbox in the browser."""
        return places.shown(self.posts, PlaceAct.REPORT)

    @property
    def works_on_places(self) -> bool:
        """Whether the reader works where places are cared for and nowhere else: no cases, a menu of places."""
        at_work = [p for p in self.posts if p.post in AT_WORK]
        return bool(at_work) and all(places.shown([p], PlaceAct.CARE) for p in at_work)

    @property
    def municipality(self) -> str:
        """The municipalities whose service the reader uses, by name."""
        return ", ".join(dict.fromkeys(p.agency.municipality.name for p in self.posts))

    @cached_property
    def unread(self) -> int:
        """How many notifications the reader has not read."""
        return badge_count(self.user) if self.known else 0

    @cached_property
    def steps(self) -> int:
        """How many open steps are the reader's own, or wait for them in the place of somebody absent."""
        if not self.known:
            return 0
        if hasattr(self.request, "steps_waiting"):
            return self.request.steps_waiting
        mine = Step.objects.open().filter(owned_by(self.user))
        if not mine.exists():  # Planning the policy's question takes longer than this one.
            return 0
        allowed = (policy.visible(self.user, act, mine).values("pk") for act in (Act.WRITE, Act.ANSWER))
        return mine.filter(Q(pk__in=next(allowed)) | Q(pk__in=next(allowed))).count()

    @cached_property
    def to_confirm(self) -> list:
        """The places whose people's access runs out soon unless the reader confirms it."""
        return to_confirm(self.user) if self.known else []

    @cached_property
    def to_judge(self) -> list:
        """The emergency accesses that the reader is to look at afterwards."""
        return to_judge(self.user) if self.known else []

    @property
    def away(self) -> list[Absence]:
        """The absences in force in which the reader is away or stands in, for the banner of every page."""
        return self.user.away if self.known else []

    @property
    def nav(self) -> str:
        """Which entry of the menu the page belongs to."""
        name = (self.request.resolver_match and self.request.resolver_match.url_name) or ""
        return next((entry for entry, names in NAV.items() if name in names), self._case_nav(name))

    @property
    def languages(self) -> list[dict]:
        """The languages one can switch to, by their own names."""
        now = (get_language() or "")[:2]
        return [
            {"code": code, "name": get_language_info(code)["name_local"].capitalize(), "active": code == now}
            for code, _name in settings.LANGUAGES
        ]

    @property
    def demo_accounts(self) -> list[dict]:
        """Whom one can log in as in the demonstration."""
        if not settings.DEMO:
            return []
        return [{"role": f"{p.name}, {p.posts[0][2]}", "email": p.email} for p in cast.PEOPLE]

    @property
    def demo_password(self) -> str:
        """The password of everybody in the demonstration, and of nobody outside it."""
        return cast.PASSWORD if settings.DEMO else ""

    def _case_nav(self, name: str) -> str:
        match = self.request.resolver_match
        if name.startswith("matter"):
            return "matters"
        inside = match is not None and ("reference" in match.kwargs or name.startswith(("case", "open_case")))
        return "cases" if inside and name not in NO_NAV else ""
