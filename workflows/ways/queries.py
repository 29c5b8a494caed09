"""How a way of working is read: its steps in order, who does each and by when, and how it may end."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from coordination.cases.models import Case
from coordination.rules.models import Rule
from coordination.rules.queries import rule_of
from coordination.steps.kinds import title_of
from permissions.roles import Act
from workflows import graph
from workflows.deadlines import code_of
from workflows.drawing import svg
from workflows.flows import WAYS
from workflows.forms import FORMS

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

    @property
    def cells(self) -> list[tuple[str, str, str]]:
        """The role matrix's cells: role, what its people do in the step by code, and in words."""
        said = {role: self.parts.get(role, "") for role in ROLES}
        return [(str(ROLES[role]), part, str(PARTS[part]) if part else "") for role, part in said.items()]


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
    for number, node in enumerate(graph.in_order(flow), start=1):
        code = code_of(flow.rules, node.name)
        found.append(
            Line(
                number=number,
                kind=node.name,
                title=str(title_of(node.name)),
                parts=_parts(flow, node),
                rule=rule_of(code, municipality),
                follows=sorted({str(title_of(step.name)) for step in graph.steps_after(node)}),
                coming=list(coming(code, municipality)),
            )
        )
    return found


def coming(code: str, municipality: Any) -> Any:
    """Return the municipality's changes of a rule that are not in force yet, the next first."""
    rows = Rule.objects.filter(code=code, municipality=municipality, valid_from__gt=timezone.localdate())
    return rows.select_related("set_by").order_by("valid_from")


def set_before(code: str, municipality: Any) -> Any:
    """Return every row of a rule for a municipality, its own and the country's, the newest first."""
    rows = Rule.objects.filter(code=code, country=municipality.country, municipality__in=[municipality.pk])
    rows |= Rule.objects.filter(code=code, country=municipality.country, municipality=None)
    return rows.select_related("set_by").order_by("-valid_from", "-pk")


def ends(flow: Any) -> list[str]:
    """Return how a case may end in this way of working, in words."""
    labels = dict(Case.End.choices)
    acts = (getattr(node, "_func", None) for node in graph.nodes(flow))
    closing = (act.keywords.get("end") for act in acts if isinstance(act, partial))
    return [str(labels[end]) for end in dict.fromkeys([*flow.ends, *filter(None, closing)])]


def drawing(flow: Any) -> str:
    """Draw the steps of a way of working, none of them begun."""
    rows = [
        {"title": title_of(node.name), "state": "todo", "state_text": _who(flow, node), "sub": []}
        for node in graph.in_order(flow)
    ]
    words = "; ".join(str(row["title"]) for row in rows)
    return svg(rows, title=str(flow.process_title), description=words)


def _flow(kind: str, country: str) -> Any:
    flow = WAYS.get((kind, country)) or WAYS.get((kind, None))
    return flow if flow and country in flow.countries else None


def _who(flow: Any, node: Any) -> str:
    role = BY_ACT.get(node.act, "coordinator")
    return str(ROLES[role])


def _parts(flow: Any, node: Any) -> dict[str, str]:
    decides = bool(graph.ways(flow, node.name))
    parts = {BY_ACT.get(node.act, "coordinator"): DECIDES if decides else DOES, "manager": TOLD}
    parts.setdefault("coordinator", TOLD)
    if family := FORMS[node.name].family:
        parts["family"] = family
    return parts
