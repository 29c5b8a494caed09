"""What the pages of the desk show beside their forms."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coordination.sharing.desk import state
from coordination.sharing.desk.state import Desk
from coordination.sharing.models import LegalBasis

Kind = LegalBasis.Kind


def grounds_by_question(desk: Desk, form: Any) -> list[dict[str, Any]]:
    """Return the three questions in order, each with its answer in this case and the grounds behind a yes."""
    chosen = str(form["basis"].value() or "")
    questions = (
        (_("1. Is there consent?"), _consent(desk), (Kind.CONSENT,)),
        (_("2. Is there a duty to tell?"), "", (Kind.DUTY, Kind.ON_REQUEST)),
        (_("3. Is there a permission to tell?"), "", (Kind.PERMISSION, Kind.INTERNAL)),
    )
    groups = []
    for question, answer, kinds in questions:
        found = [b for b in desk.offered if b.kind in kinds]
        nothing = _("No ground of this kind fits these two agencies, this child and what you chose.")
        groups.append(
            {
                "question": question,
                "answer": answer or ("" if found else nothing),
                "options": [{"basis": b, "checked": str(b.pk) == chosen} for b in found],
            }
        )
    return groups


def summary_of(desk: Desk) -> list[dict[str, Any]]:
    """Return what was chosen, each with the address where it is changed."""
    rows = [(_("Who reads it"), str(desk.recipient), state.WHAT)]
    for scope in desk.scopes:
        what = str(scope.entry)
        rows.append(
            (_("What"), what, state.WHAT)
            if scope.codes is None
            else (_("What"), _("%(title)s, chosen parts") % {"title": what}, state.PARTS)
        )
    rows.append((_("Ground"), str(desk.basis), state.GROUND))
    way = {name: reverse("share_page", args=[desk.case.reference, desk.draft.pk, name]) for _l, _v, name in rows}
    return [{"label": label, "value": value, "url": way[name]} for label, value, name in rows]


def _consent(desk: Desk) -> str:
    """Say whether consent covers it and until when; never who said what."""
    if desk.covered_until:
        day = date_format(timezone.localtime(desk.covered_until), "DATE_FORMAT")
        return _("Yes. Consent covers this, until %(day)s.") % {"day": day}
    return _("No. No consent in force covers all of this for %(agency)s.") % {"agency": desk.recipient}
