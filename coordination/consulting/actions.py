"""Asking another agency for advice without saying who it is about, and giving it."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.agencies.models import Agency
from coordination.consulting import notices
from coordination.consulting.models import Consultation
from coordination.forms.personal_data import found_in
from permissions import policy


def agencies_of(user: Any) -> Any:
    """Return the agencies for which ``user`` may ask and answer."""
    return policy.of_own_agencies(user, Agency.objects.select_related("municipality"), "pk").order_by("name")


def asked_from(agency: Agency) -> Any:
    """Return the agencies that ``agency`` may ask: the others of its municipality."""
    return Agency.objects.filter(municipality=agency.municipality_id).exclude(pk=agency.pk).order_by("name")


@transaction.atomic
def ask(*, by: Any, agency: Agency, to: Agency, question: str, names: Iterable[str] = ()) -> Consultation:
    """Ask ``to`` for advice; its people hear of it. Nothing links it to a case or to a person.

    ``names`` are those of the people the asker has in mind. Raises
    ValidationError if the text could tell who it is about.
    """
    if not agencies_of(by).filter(pk=agency.pk).exists() or not asked_from(agency).filter(pk=to.pk).exists():
        raise PermissionDenied(_("You can ask for your own agency, and another one of the municipality."))
    _must_be_nameless(question, names, "question")
    made = Consultation.objects.create(agency=agency, to_agency=to, asked_by=by, question=question)
    notices.tell(made, policy.people_at_work_in(to), but=by)
    return made


@transaction.atomic
def answer(consultation: Consultation, *, by: Any, text: str) -> Consultation:
    """Answer for the asked agency, once; who asked hears of it.

    Raises ValidationError if somebody was first or the text names somebody.
    """
    rows = policy.of_own_agencies(by, Consultation.objects.filter(pk=consultation.pk), "to_agency_id")
    if not rows.exists():
        raise PermissionDenied(_("The agency that was asked answers."))
    found = (
        Consultation.objects.select_for_update(of=("self",))
        .select_related("answered_by", "asked_by")
        .get(pk=consultation.pk)
    )
    if found.answered_at is not None:
        raise ValidationError(_("%(name)s has answered already.") % {"name": found.answered_by}, code="answered")
    _must_be_nameless(text, (), "text")
    found.answer, found.answered_by, found.answered_at = text, by, timezone.now()
    found.save(update_fields=["answer", "answered_by", "answered_at"])
    notices.tell(found, [found.asked_by], but=by)
    return found


def _must_be_nameless(text: str, names: Iterable[str], field: str) -> None:
    told = found_in(text, names)
    if told:
        raise ValidationError({field: told})
