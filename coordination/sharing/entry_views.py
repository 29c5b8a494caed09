"""Pages for what agencies write: notes, one entry, correcting it, giving it to others."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.agencies.models import Agency
from coordination.cases.models import Case
from coordination.history.recording import note_reading
from coordination.sharing import actions, queries
from coordination.sharing.forms import CorrectionForm, NoteForm, ShareForm
from coordination.sharing.models import Disclosure, Entry
from permissions import policy
from permissions.roles import Act


@login_required
@require_safe
def notes(request: HttpRequest, reference: str) -> HttpResponse:
    """List every entry of the case that the reader may read now, own and shared."""
    case = get_object_or_404(policy.visible(request.user, Act.VIEW, Case.objects.all()), reference=reference)
    note_reading(request.user, case, "entries")
    context = {
        "case": case,
        "entries": queries.readable(case, request.user),
        "may_write": policy.can(request.user, Act.WRITE, case),
    }
    return render(request, "sharing/notes.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def note_write(request: HttpRequest, reference: str) -> HttpResponse:
    """Write a note of the own agency, and choose who else reads it."""
    case = get_object_or_404(policy.visible(request.user, Act.WRITE, Case.objects.all()), reference=reference)
    agency = own_agency(request, case)
    form = NoteForm(request.POST or None, case=case, agency=agency)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            entry = actions.write_entry(
                case,
                by=request.user,
                agency=agency,
                kind=Entry.Kind.NOTE,
                topic=data["topic"],
                title=data["title"],
                text=data["text"],
                share_with=data["agencies"],
            )
        except ValidationError as error:
            form.add_error("agencies", error)
        else:
            messages.success(request, _("The note is saved."))
            return redirect("entry", pk=entry.pk)
    context = {"case": case, "form": form, "agency": agency}
    return render(request, "sharing/note_write.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def entry(request: HttpRequest, pk: str) -> HttpResponse:
    """Show one entry: what it says, whose it is, who else reads it and on what ground."""
    rows = policy.visible(request.user, Act.VIEW, Entry.objects.select_related("case", "agency", "author"))
    found = get_object_or_404(rows, pk=pk)
    note_reading(request.user, found.case, "entry", found)
    mine = found.agency_id in policy.agencies_for(request.user, Act.VIEW, found.case)
    shares = found.disclosures.select_related("agency", "basis", "disclosed_by").order_by("-valid_from")
    context = {
        "case": found.case,
        "entry": found,
        "mine": mine,
        "may_write": mine and policy.can(request.user, Act.WRITE, found),
        "disclosures": shares if mine else (),
        "readers": queries.readers_of(found) if mine else (),
        "newer": policy.visible(request.user, Act.VIEW, Entry.objects.filter(supersedes=found)).first(),
        "older": policy.visible(request.user, Act.VIEW, Entry.objects.filter(pk=found.supersedes_id)).first(),
    }
    return render(request, "sharing/entry.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def entry_correct(request: HttpRequest, pk: str) -> HttpResponse:
    """Write a new version of the own agency's entry."""
    found = _own(request, pk)
    first = {
        "title": found.title,
        "text": found.text,
        "agencies": [a.pk for a in queries.readers_of(found)],
    }
    form = CorrectionForm(request.POST or None, case=found.case, agency=found.agency, topic=found.topic, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            new = actions.correct_entry(
                found, by=request.user, title=data["title"], text=data["text"], share_with=data["agencies"]
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The new version is saved. The old one is kept."))
            return redirect("entry", pk=new.pk)
    context = {"case": found.case, "entry": found, "form": form}
    return render(request, "sharing/entry_correct.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def entry_share(request: HttpRequest, pk: str) -> HttpResponse:
    """Give an entry to other agencies of the case."""
    found = _own(request, pk)
    form = ShareForm(request.POST or None, case=found.case, agency=found.agency, topic=found.topic)
    form.fields["agencies"].required = form.fields["reason"].required = True
    if request.method == "POST" and form.is_valid():
        try:
            actions.share(found, form.cleaned_data["agencies"], by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error("agencies", error)
        else:
            messages.success(request, _("It is shared."))
            return redirect("entry", pk=found.pk)
    context = {"case": found.case, "entry": found, "form": form}
    return render(request, "sharing/entry_share.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def disclosure_end(request: HttpRequest, pk: str) -> HttpResponse:
    """Take back what was given; access ends now."""
    disclosure = get_object_or_404(Disclosure.objects.select_related("entry__case", "agency"), pk=pk)
    _own(request, str(disclosure.entry_id))
    actions.end_sharing(disclosure, by=request.user)
    messages.success(request, _("%(agency)s can no longer read it.") % {"agency": disclosure.agency})
    return redirect("entry", pk=disclosure.entry_id)


def own_agency(request: HttpRequest, case: Case) -> Agency:
    """Return the agency for which the person writes: the one they ask for, if it is theirs in this case."""
    mine = Agency.objects.filter(pk__in=policy.agencies_for(request.user, Act.WRITE, case)).order_by("name")
    return next((a for a in mine if str(a.pk) == request.GET.get("agency")), mine[0])


def _own(request: HttpRequest, pk: str) -> Entry:
    rows = policy.visible(request.user, Act.WRITE, Entry.objects.select_related("case__municipality", "agency"))
    return get_object_or_404(rows, pk=pk)
