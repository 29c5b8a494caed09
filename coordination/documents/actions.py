"""Keeping documents. Each belongs to an entry, and is read by those who read the entry."""

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from coordination.documents import storage
from coordination.documents.checking import check
from coordination.documents.models import Document
from coordination.history.recording import record
from coordination.sharing.actions import write_entry
from coordination.sharing.models import Entry
from permissions import policy
from permissions.roles import Act

QUOTA = 500 * 1024 * 1024  # bytes a case


@transaction.atomic
def add_document(
    case: Any,
    *,
    by: Any,
    agency: Any,
    name: str,
    data: bytes,
    topic: str,
    title: str = "",
    share_with: list | tuple = (),
) -> Document:
    """Keep a file as an entry of ``agency``. Raises ValidationError for a file that may not be kept, OSError."""
    content_type = check(name, data)
    _must_have_room(case, len(data))
    entry = write_entry(
        case,
        by=by,
        agency=agency,
        kind=Entry.Kind.DOCUMENT,
        topic=topic,
        title=title or clean_name(name),
        share_with=share_with,
    )
    document = Document.objects.create(
        case=case,
        entry=entry,
        name=clean_name(name),
        content_type=content_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        path=storage.write(data, "documents"),
    )
    record(case, "document-added", actor=by, agency=agency, inside=True, entry=str(entry.pk))
    return document


@transaction.atomic
def attach_scan(consent: Any, *, by: Any, name: str, data: bytes) -> Document:
    """Keep the signed form of a consent, once. For the coordinator; the file stays with the lead agency."""
    policy.require(by, Act.COORDINATE, consent)
    if consent.scan_id:
        raise ValidationError(_("The signed form is kept already. A new answer gets a form of its own."))
    title = _("Signed consent")
    lead = consent.case.lead_agency
    document = add_document(consent.case, by=by, agency=lead, name=name, data=data, topic="plan", title=title)
    consent.scan = document
    consent.save(update_fields=["scan"])
    return document


def clean_name(name: str) -> str:
    """Return a file name without folders, control or direction characters, at most 150 long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in last if c.isprintable()).strip(" .") or "document"
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[: 149 - len(ending)]}{dot}{ending}" if dot else kept[:150]


def _must_have_room(case: Any, size: int) -> None:
    used = Document.objects.filter(case=case).aggregate(all=Sum("size"))["all"] or 0
    if used + size > QUOTA:
        raise ValidationError(_("The case has no room for more documents."))
