"""Invariants of what is kept: history, notifications, files and rights."""

import time
from collections.abc import Iterator
from itertools import chain, islice

from django.db.models import Exists, F, OuterRef, Q, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from procrastinate.contrib.django.models import ProcrastinateJob

from coordination.agencies.models import Membership
from coordination.cases.models import Participation
from coordination.documents import storage
from coordination.documents.models import Document, Paper
from coordination.history.models import Event, Notification
from coordination.steps.kinds import act_of
from coordination.steps.models import OPEN, Step
from permissions import policy
from permissions.models import Grant

TELL_THE_PERSON = ("step-reassigned", "coordinator-changed", "grant-given", "grant-ended")
STRAY_AFTER = 2 * 24 * 3600  # seconds; the nightly sweep leaves what is younger than a day
CHUNK = 500


def unrecorded() -> Iterator[str]:
    """I3: a done step has exactly one event that says so, with the same actor; no other step has one."""
    told = Event.objects.filter(kind="step-completed")
    done = Step.objects.filter(completed_at__isnull=False)
    its = told.filter(step=OuterRef("pk"))
    for pk in done.filter(~Exists(its.filter(actor=OuterRef("completed_by")))).values_list("pk", flat=True):
        yield f"step {pk} is done and no event says so with its actor"
    others = told.filter(step=OuterRef("step")).exclude(pk=OuterRef("pk"))
    for event, step in told.filter(Exists(others)).order_by("pk").values_list("pk", "step"):
        yield f"event {event} is one of several that say step {step} was completed"
    for event in told.filter(Q(step=None) | Q(step__completed_at=None)).values_list("pk", flat=True):
        yield f"event {event} says that a step was completed that is not"


def untold() -> Iterator[str]:
    """I4: who must hear of an event has a notification; nobody has one who was never near the case."""
    return chain(_not_told(), _told_themselves(), _told_strangers())


def _not_told() -> Iterator[str]:
    # Compared as text: the facts of other kinds hold other things under that name.
    rows = Event.objects.filter(kind__in=TELL_THE_PERSON, facts__has_key="person")
    rows = rows.annotate(person=KeyTextTransform("person", "facts"), doer=Cast("actor_id", TextField()))
    rows = rows.filter(Q(actor=None) | ~Q(person=F("doer")))
    told = Notification.objects.filter(event=OuterRef("pk")).annotate(who=Cast("recipient_id", TextField()))
    for pk, kind in rows.filter(~Exists(told.filter(who=OuterRef("person")))).order_by("pk").values_list("pk", "kind"):
        yield f"event {pk} ({kind}): the person it is about was not told"


def _told_themselves() -> Iterator[str]:
    for pk in Notification.objects.filter(recipient=F("event__actor")).order_by("pk").values_list("pk", flat=True):
        yield f"notification {pk} tells somebody what they did themselves"


def _told_strangers() -> Iterator[str]:
    posts = Membership.objects.filter(user=OuterRef("recipient"))
    held = Grant.objects.filter(user=OuterRef("recipient"), content_object=OuterRef("event__case"))
    agencies = Participation.objects.filter(case=OuterRef(OuterRef("event__case"))).values("agency")
    near = Exists(held) | Exists(posts.filter(agency__in=agencies))
    inside = Exists(held.filter(agency=OuterRef("event__agency"))) | Exists(
        posts.filter(agency=OuterRef("event__agency"))
    )
    may = Q(near) & (Q(event__agency=None) | Q(inside))
    for pk in Notification.objects.filter(~may).order_by("pk").values_list("pk", flat=True):
        yield f"notification {pk} went to somebody who was never near its case or agency"


def misfiled() -> Iterator[str]:
    """I6: each row has its whole file, each file its row, and each paper that is waited for somebody who makes it."""
    return chain(_torn(), _strays(), _abandoned())


def _torn() -> Iterator[str]:
    ready = Paper.objects.filter(state=Paper.State.READY)
    for rows in (Document.objects.all(), ready):
        for pk, path, size in rows.order_by("pk").values_list("pk", "path", "size").iterator():
            place = storage.root() / path
            if not path or not place.is_file():
                yield f"{rows.model._meta.model_name} {pk} has no file"
            elif place.stat().st_size != size:
                yield f"{rows.model._meta.model_name} {pk} has {place.stat().st_size} bytes of {size}"


def _strays() -> Iterator[str]:
    known = set(Document.objects.values_list("path", flat=True)) | set(Paper.objects.values_list("path", flat=True))
    for file in sorted(storage.root().glob("*/*/*")):
        name = str(file.relative_to(storage.root()))
        if name not in known and file.is_file() and file.stat().st_mtime < time.time() - STRAY_AFTER:
            yield f"file {name} belongs to no row"


def _abandoned() -> Iterator[str]:
    jobs = ProcrastinateJob.objects.filter(task_name="make_paper", status__in=["todo", "doing"])
    at_work = {args["paper"] for args in jobs.values_list("args", flat=True)}
    waited_for = Paper.objects.filter(state__in=[Paper.State.WAITING, Paper.State.MAKING])
    for pk in waited_for.order_by("pk").values_list("pk", flat=True):
        if str(pk) not in at_work:
            yield f"paper {pk} is waited for and nobody makes it"


def without_right() -> Iterator[str]:
    """I8: whoever has an open step may do it, now."""
    rows = Step.objects.filter(OPEN, owner__isnull=False).order_by("pk").values_list("pk", "kind", "owner", "case")
    for chunk in _chunks(rows.iterator()):
        acts = {act_of(kind) for _pk, kind, _owner, _case in chunk}
        people, cases = {owner for _p, _k, owner, _c in chunk}, {case for *_rest, case in chunk}
        able = {act: policy.pairs_that_can(act, people, cases) for act in acts}
        for pk, kind, owner, case in chunk:
            if (owner, case) not in able[act_of(kind)]:
                yield f"step {pk} is with somebody who may not do it"


def _chunks(rows: Iterator) -> Iterator[list]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk
