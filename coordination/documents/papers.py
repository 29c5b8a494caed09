"""Papers: asked for on a page, made by the worker, fetched by the one they were made for."""

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django.models import ProcrastinateJob

from coordination.cases.models import Confidentiality
from coordination.documents import storage
from coordination.documents.models import Paper
from coordination.history.doorbell import knock
from coordination.history.recording import record
from coordination.papers.registry import BUILDERS
from coordination.people.languages import paper_language
from coordination.people.protecting import mail_warning
from permissions import policy
from permissions.roles import Act

logger = logging.getLogger(__name__)
FOR_FAMILY = (
    Paper.Kind.FAMILY_PLAN,
    Paper.Kind.FAMILY_EXTRACT,
    Paper.Kind.CONCERN_LETTER,
)  # made for one person, leaving out what is kept
UNFINISHED = (Paper.State.WAITING, Paper.State.MAKING)


@transaction.atomic
def request_paper(case: Any, *, by: Any, kind: str, about: Any = None, person: Any = None, language: str = "") -> Paper:
    """Ask for a paper; the worker makes it. For those who may see the case or audit it.

    ``person`` is the one of the family it is for; without a ``language`` it is written in theirs, if papers are
    made in that, else in the reader's. Raises ValidationError if it
    may not be made for them, or is for nobody and must be for somebody.
    """
    if not policy.can(by, Act.AUDIT, case):
        policy.require(by, Act.VIEW, case)
    if kind in FOR_FAMILY and person is None:
        raise ValidationError(_("Choose whom of the family the paper is for."))
    paper = Paper(case=case, kind=kind, about=about, person=person, requested_by=by)
    own = paper_language(person) if person is not None else ""
    paper.language = language or own or translation.get_language()[:2]
    if person is not None:
        BUILDERS[kind](paper)  # Whatever forbids it is said at once, not by the worker later.
    paper.save()
    from coordination.documents.tasks import make_paper

    make_paper.defer(paper=str(paper.pk))
    return paper


def make(paper: Paper) -> None:
    """Make a paper that is waiting: what its reader may see now, for that reader. Sets its state in any case."""
    if not _claim(paper):
        return
    try:
        with translation.override(paper.spoken):
            data, key = _render(paper)
    except (Http404, ValidationError):
        _finish(paper, Paper.State.FAILED)
    except Exception as error:
        logger.error("paper %s could not be made (%s)", paper.pk, _cause(error))
        _finish(paper, Paper.State.FAILED)
    else:
        _finish(paper, Paper.State.READY, data=data, key=key)


def _cause(error: Exception) -> str:
    """Name an error for the log: its own words only where they are ours, for others' may quote the paper."""
    from coordination.papers.render import PaperFailed

    return f"{type(error).__name__}: {error}" if isinstance(error, PaperFailed) else type(error).__name__


def give_up_abandoned() -> int:
    """Say of every paper that is waited for and that no job will make that it has failed. Returns how many."""
    jobs = ProcrastinateJob.objects.filter(task_name="make_paper", status__in=["todo", "doing"])
    waiting = Paper.objects.filter(state__in=UNFINISHED)
    given_up = [p for p in waiting if not jobs.filter(args__paper=str(p.pk)).exists()]
    for paper in given_up:
        logger.error("paper %s was given up: nobody makes it any more", paper.pk)
        _finish(paper, Paper.State.FAILED)
    return len(given_up)


def _claim(paper: Paper) -> bool:
    # One that is being made is taken too: its job comes again only when the worker that began it has died.
    unfinished = Paper.objects.filter(pk=paper.pk, state__in=UNFINISHED)
    claimed = unfinished.update(state=Paper.State.MAKING) == 1
    knock([paper.requested_by_id])
    return claimed


def _render(paper: Paper) -> tuple[bytes | None, str]:
    """Return the PDF, or None if the same content was made for this person before, and its content key."""
    from coordination.papers.render import content_key, render_pdf

    template, context, said = _parts(paper)
    key = content_key(template, context, **said)
    if _earlier(paper, key):
        return None, key
    return render_pdf(template, context, **said), key


def still_holds(paper: Paper) -> bool:
    """Say whether a finished paper holds just what may be shown now to the one it is for."""
    from coordination.papers.render import content_key

    try:
        with translation.override(paper.spoken):
            template, context, said = _parts(paper)
            return content_key(template, context, **said) == paper.content_key
    except (Http404, ValidationError):
        return False


def _parts(paper: Paper) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Return template and context of a paper, and its language, title and for whom it is made."""
    content = BUILDERS[paper.kind](paper)
    reader = paper.requested_by
    made_for = f"{reader.get_full_name()}, {reader.role_line}"
    if paper.person:
        made_for = _("%(person)s, through %(who)s") % {"person": paper.person.full_name, "who": made_for}
    context = {"case": paper.case, "municipality": paper.case.municipality, **content.context, **_marks(paper)}
    said = {"language": paper.spoken, "title": content.title, "made_for": made_for}
    return f"papers/{content.template}", context, said


def _marks(paper: Paper) -> dict[str, Any]:
    """Return what a sensitive paper carries on every page: whose it is and which; and what to mind in sending it.

    The number of the paper makes its content its own, so that no earlier file is handed out for it.
    """
    case = paper.case
    marks: dict[str, Any] = {"mail_warning": mail_warning(case)}
    if case.confidentiality >= Confidentiality.SENSITIVE:
        marks["trace"] = {"reader": paper.requested_by_id, "paper": str(paper.pk)}
    return marks


def _earlier(paper: Paper, key: str) -> Paper | None:
    ready = Paper.objects.filter(content_key=key, state=Paper.State.READY, requested_by=paper.requested_by_id)
    return ready.exclude(pk=paper.pk).first()


@transaction.atomic
def _finish(paper: Paper, state: str, *, data: bytes | None = None, key: str = "") -> None:
    paper.state, paper.finished_at, paper.content_key = state, timezone.now(), key
    if state == Paper.State.READY:
        earlier = _earlier(paper, key) if data is None else None
        paper.path = earlier.path if earlier else storage.write(data or b"", "papers")
        paper.size = earlier.size if earlier else len(data or b"")
        record(paper.case, "paper-made", actor=paper.requested_by, paper_kind=paper.kind, tell=[])
    paper.save()
    transaction.on_commit(lambda: knock([paper.requested_by_id]), robust=True)
