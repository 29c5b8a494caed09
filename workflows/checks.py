"""System checks: a flow that could let somebody in, hang or lose somebody does not start at all."""

import tomllib
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from django.core.checks import CheckMessage, Error, register

from coordination.clocks.names import rule_code
from coordination.clocks.reckoning import NoLimit, limit_of
from coordination.rules.loading import RULES
from coordination.steps.kinds import TITLES, act_of
from permissions.roles import Act
from workflows import graph
from workflows.deadlines import code_of
from workflows.engine import Split
from workflows.flows import ALL, WAYS
from workflows.locking import WaitingLock
from workflows.steps import AgencyStep

# What no municipality can leave out, whatever a flow says: consent, plan, protection, decisions, what law wants told.
NEVER_LEFT_OUT = frozenset(
    {
        *("inform", "consent", "pre_meeting", "invite", "call", "check_ground", "draft_plan", "hand_over", "close"),
        *("settle", "protect", "acute", "pre_assess", "decide_open", "tell_family", "feedback", "investigate"),
        *("communicate", "decide", "conclude", "begin_assessment", "assess", "decide_service", "client_plan"),
        *("first_contact", "needs", "no_police", "decide_help", "pass_on", "team_decide", "child_report"),
    }
)


@register()
def check_flows(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Check every flow of the product."""
    return list(faults(ALL, forms=form_kinds(), rules=deadline_rules()))


def faults(flows: Iterable, *, forms: set[str], rules: dict[str, dict]) -> Iterator[CheckMessage]:
    """Yield what is wrong with ``flows``, given the kinds that have a form and the rules that are shipped."""
    for flow in flows:
        yield from _flow_faults(flow)
        for node in graph.nodes(flow):
            yield from _node_faults(flow, node)
        for step in graph.steps(flow):
            yield from _step_faults(flow, step, forms, rules)


def form_kinds() -> set[str]:
    """Return the kinds of step that have a form."""
    return set(import_module("workflows.forms").FORMS)


def deadline_rules() -> dict[str, dict]:
    """Return the values of the shipped rules by code and country."""
    rows = (row for path in RULES.glob("*.toml") for row in tomllib.loads(path.read_text()).get("rule", ()))
    return {row["code"]: row["value"] for row in rows}


def _flow_faults(flow: Any) -> Iterator[CheckMessage]:
    if not isinstance(flow.lock_impl, WaitingLock):
        yield _error(flow, "does not lock its runs: two people could complete one step.", "E007")
    reached = {node for start in graph.starts(flow) for node in graph.reachable(start)}
    for node in graph.nodes(flow):
        if node not in reached:
            yield _error(flow, f"never comes to {node.name}.", "E008")


def _node_faults(flow: Any, node: Any) -> Iterator[CheckMessage]:
    if "HUMAN" in (node.task_type or "") and not isinstance(node, AgencyStep):
        yield _error(flow, f"lets people do {node.name} past the access policy: use AgencyStep.", "E003")
    if not graph.reaches_end(node):
        yield _error(flow, f"cannot end from {node.name}.", "E009")


def _step_faults(flow: Any, step: AgencyStep, forms: set[str], rules: dict[str, dict]) -> Iterator[CheckMessage]:
    if not _has_agency(flow, step):
        yield _error(flow, f"does not say which agency does {step.name}.", "E001")
    if step.act is None:
        yield _error(flow, f"does not say what one must be allowed to do {step.name}.", "E002")
    elif step.act != act_of(step.name):
        yield _error(flow, f"and the domain disagree on who may do {step.name}.", "E010")
    if step.name not in TITLES:
        yield _error(flow, f"has a step {step.name} without a title.", "E004")
    if step.name not in forms:
        yield _error(flow, f"has a step {step.name} without a form.", "E005")
    if step.optional:
        yield from _optional_faults(flow, step)
    yield from _rule_faults(flow, step, rules)


def _optional_faults(flow: Any, step: AgencyStep) -> Iterator[CheckMessage]:
    if step.clocks or step.name in NEVER_LEFT_OUT or step.act != Act.COORDINATE:
        yield _error(flow, f"lets {step.name} be left out, which the law or another agency waits for.", "E012")
    drawn = graph.ways(flow, step.name)
    if drawn and step.optional not in drawn:
        yield _error(flow, f"draws no way for {step.name} being left out: {step.optional}.", "E013")


def _rule_faults(flow: Any, step: AgencyStep, rules: dict[str, dict]) -> Iterator[CheckMessage]:
    for way in _ways_of(flow, step.name):
        rule = rules.get(code_of(way.rules, step.name), {})
        if any(not _complete(rule.get(country)) for country in way.countries):
            yield _error(flow, f"has a step {step.name} without a deadline rule {way.rules}.", "E006")
    led_up_to = [(step.due_with[:2], step.due_with)] if step.due_with else []
    for country, code in [*step.clocks.items(), *led_up_to]:
        if not _is_clock(rules.get(rule_code(code), {}).get(country)):
            yield _error(flow, f"has a step {step.name} that runs by {code}, and there is no such clock.", "E011")


def _ways_of(flow: Any, kind: str) -> list:
    """Return the ways of working by whose rules the flow does a kind of step: its own, or all that come to it."""
    if flow.rules:
        return [flow]
    ways = list(dict.fromkeys(WAYS.values()))
    return [way for way in ways if graph.draws(way, kind)] or ways


def _complete(value: Any) -> bool:
    return isinstance(value, dict) and {"days", "remind", "escalate"} <= set(value)


def _is_clock(value: Any) -> bool:
    try:
        return bool(limit_of(value))
    except (NoLimit, TypeError, KeyError):
        return False


def _has_agency(flow: Any, step: AgencyStep) -> bool:
    sources = [node for node in graph.nodes(flow) if step in graph.after(node)]
    return step.agency is not None or (
        bool(sources) and all(isinstance(node, Split) and node.each is step for node in sources)
    )


def _error(flow: Any, text: str, number: str) -> CheckMessage:
    return Error(f"{flow.__name__} {text}", id=f"workflows.{number}")
