"""How a way of working is read: its steps in order, who does each and by when, and how it may end."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.cases.models import Case
from coordination.rules.models import Rule
from coordination.rules.own import left_out
from coordination.rules.queries import rules_of
from coordination.rules.setting import hearing
from coordination.steps.kinds import title_of
from permissions.roles import Act
from workflows import graph
from workflows.deadlines import code_of
from workflows.drawing import svg
from workflows.flows import WAYS
from workflows.forms import FORMS
from workflows.ways.settings import HEARS, Setting, after

# Who may be in a way of working, as columns of the role matrix.
ROLES = {
    "coordinator": gettext_lazy("Coordinator"),
    "agencies": gettext_lazy("Each agency"),
    "contact": gettext_lazy("Agency contact"),
    "manager": gettext_lazy("Unit manager"),
    "family": gettext_lazy("Child and family"),
}
DOES, DECIDES, HEARD, TOLD = "does", "decides", "heard", "told"
PARTS = {
    DOES: gettext_lazy("Does it"),
    DECIDES: gettext_lazy("Does it and decides"),
    HEARD: gettext_lazy("Is heard"),
    TOLD: gettext_lazy("Is told"),
}
BY_ACT = {Act.ANSWER: "contact", Act.WRITE: "agencies", Act.COORDINATE: "coordinator"}


@dataclass(frozen=True)
class Line:
    """One kind of step of a way of working, for a municipality."""

    number: int
    kind: str
    title: str
    parts: dict[str, str]
    rule: Rule
    follows: list[str]
    coming: list[Rule]
    left_out: Rule | None = None

    @property
    def cells(self) -> list[tuple[str, str, str]]:
        """The role matrix's cells: role, what its people do in the step by code, and in words."""
        said = {role: self.parts.get(role, "") for role in ROLES}
        return [(str(ROLES[role]), part, str(PARTS[part]) if part else "") for role, part in said.items()]

    @property
    def hears(self) -> list[str]:
        """Who hears that the step is late, and when."""
        return [f"{HEARS[who]}: {after(days)}" for who, days in hearing(self.rule.value).items()]


def ways_in(municipality: Any) -> list[tuple[str, str, Any]]:
    """Return the ways of working of a municipality's country: code, name and flow, in the order of the cases' kinds."""
    found = [(kind, label, _flow(kind, municipality.country)) for kind, label in Case.Kind.choices]
    return [(kind, str(label), flow) for kind, label, flow in found if flow]


def way(kind: str, municipality: Any) -> Any:
    """Return the flow of a way of working there, or None."""
    return next((flow for code, _label, flow in ways_in(municipality) if code == kind), None)


def lines(flow: Any, municipality: Any) -> list[Line]:
    """Return the steps of a way of working in their order."""
    found = []
    nodes = graph.in_order(flow)
    codes = [code_of(flow.rules, node.name) for node in nodes]
    rules, later = rules_of(codes, municipality), _coming(codes, municipality)
    gone = left_out(flow.rules, graph.optional(flow), municipality)
    for number, (node, code) in enumerate(zip(nodes, codes, strict=True), start=1):
        found.append(
            Line(
                number=number,
                kind=node.name,
                title=str(title_of(node.name)),
                parts=_parts(flow, node, hearing(rules[code].value)),
                rule=rules[code],
                follows=sorted({str(title_of(step.name)) for step in graph.steps_after(node)}),
                coming=later.get(code, []),
                left_out=gone.get(node.name),
            )
        )
    return found


def shown(name: str, setting: Setting, flow: Any, municipality: Any, kind: str = "") -> dict[str, Any]:
    """Return a setting as a page shows it: what is in force, in words, where from, and what comes."""
    code = setting.code(flow.rules, kind)
    rule = rules_of([code], municipality).get(code)
    return {
        "name": name,
        "title": setting.title,
        "rule": rule,
        "words": setting.words(rule.value if rule else None),
        "coming": [(later, setting.words(later.value)) for later in _coming([code], municipality).get(code, [])],
    }


def set_before(code: str, setting: Setting, municipality: Any) -> list[tuple[Rule, Any]]:
    """Return every row of a rule for a municipality, its own and the country's, the newest first, each in words."""
    rows = Rule.objects.filter(code=code, country=municipality.country)
    rows = rows.filter(Q(municipality=None) | Q(municipality=municipality)).select_related("set_by")
    return [(rule, setting.words(rule.value)) for rule in rows.order_by("-valid_from", "-pk")]


def _coming(codes: list[str], municipality: Any) -> dict[str, list[Rule]]:
    """Return the municipality's changes of rules that are not in force yet, by code, the next first."""
    rows = Rule.objects.filter(code__in=codes, municipality=municipality, valid_from__gt=timezone.localdate())
    found: dict[str, list[Rule]] = {}
    for rule in rows.select_related("set_by").order_by("valid_from"):
        found.setdefault(rule.code, []).append(rule)
    return found


def ends(flow: Any) -> list[str]:
    """Return how a case may end in this way of working, in words."""
    labels = dict(Case.End.choices)
    acts = (getattr(node, "_func", None) for node in graph.nodes(flow))
    closing = (act.keywords.get("end") for act in acts if isinstance(act, partial))
    return [str(labels[end]) for end in dict.fromkeys([*flow.ends, *filter(None, closing)])]


def drawing(flow: Any, found: list[Line]) -> str:
    """Draw the steps of a way of working, none of them begun; what the municipality leaves out is marked."""
    rows: list[dict[str, Any]] = [
        {
            "title": line.title,
            "state": "skipped" if line.left_out else "todo",
            "state_text": _("Left out here") if line.left_out else _who(flow, node),
            "sub": [],
        }
        for line, node in zip(found, graph.in_order(flow), strict=True)
    ]
    words = "; ".join(str(row["title"]) for row in rows)
    return svg(rows, title=str(flow.process_title), description=words)


def _flow(kind: str, country: str) -> Any:
    flow = WAYS.get((kind, country)) or WAYS.get((kind, None))
    return flow if flow and country in flow.countries else None


def _who(flow: Any, node: Any) -> str:
    role = BY_ACT.get(node.act, "coordinator")
    return str(ROLES[role])


def _parts(flow: Any, node: Any, hears: dict[str, int]) -> dict[str, str]:
    decides = bool(graph.ways(flow, node.name))
    parts = {BY_ACT.get(node.act, "coordinator"): DECIDES if decides else DOES}
    parts.setdefault("coordinator", TOLD)
    for who, role in (("contact", "contact"), ("escalate", "manager")):
        if who in hears:
            parts.setdefault(role, TOLD)
    if family := FORMS[node.name].family:
        parts["family"] = family
    return parts
