"""Pages for what agencies write: notes, one entry, correcting it, giving it to others."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.agencies.models import Agency
from coordination.cases.classes import class_tag
from coordination.cases.models import Case, Confidentiality
from coordination.forms.refusals import add_refusal, done
from coordination.history.recording import note_reading
from coordination.sharing import actions, queries
from coordination.sharing.audience import keep_from, kept_from
from coordination.sharing.audience_forms import AudienceForm
from coordination.sharing.forms import CorrectionForm, NoteForm, RevokeForm
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
    named = policy.is_named(request.user, case, agency=agency)
    form = NoteForm(request.POST or None, case=case, agency=agency, named=named)
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
                confidentiality=Confidentiality.NORMAL if data["confidentiality"] is None else data["confidentiality"],
                **form.audience(),
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
    """Show one entry: what it says, whose it is, who else reads it and on what ground.

    In the highest class what it says is shown on request only, by `entry_reveal`.
    """
    rows = policy.visible(request.user, Act.VIEW, Entry.objects.select_related("case", "agency", "author"))
    found = get_object_or_404(rows, pk=pk)
    note_reading(request.user, found.case, "entry", found)
    return _entry_page(request, found, shown=not found.is_hushed)


@login_required
@require_POST
def entry_reveal(request: HttpRequest, pk: str) -> HttpResponse:
    """Show what an entry of the highest class says, once; that it was shown is noted."""
    rows = policy.visible(request.user, Act.VIEW, Entry.objects.select_related("case", "agency", "author"))
    found = get_object_or_404(rows, pk=pk)
    note_reading(request.user, found.case, "reveal", found)
    return _entry_page(request, found, shown=True)


def _entry_page(request: HttpRequest, found: Entry, *, shown: bool) -> HttpResponse:
    mine = found.agency_id in policy.agencies_for(request.user, Act.VIEW, found.case)
    shares = found.disclosures.select_related("agency", "basis", "disclosed_by").order_by("-valid_from")
    context = {
        "case": found.case,
        "entry": found,
        "hidden": not shown,
        "class": class_tag(found.class_in_force),
        "mine": mine,
        "may_write": mine and policy.can(request.user, Act.WRITE, found),
        "disclosures": shares if mine else (),
        "readers": queries.readers_of(found) if mine else (),
        "kept_from": kept_from(found),
        "anchor": "entry",
        **queries.versions(found, request.user),
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
        "kept_from": [p.pk for p in found.kept_from.all()],
        "kept_from_why": found.kept_from_why,
    }
    form = CorrectionForm(
        request.POST or None,
        case=found.case,
        agency=found.agency,
        topic=found.topic,
        initial=first,
        named=policy.is_named(request.user, found.case, agency=found.agency),
        least=found.confidentiality,
    )
    if request.method == "GET" and found.is_hushed:
        note_reading(request.user, found.case, "reveal", found)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            new = actions.correct_entry(
                found,
                by=request.user,
                title=data["title"],
                text=data["text"],
                share_with=data["agencies"],
                confidentiality=data["confidentiality"],
                **form.audience(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The new version is saved. The old one is kept."))
            return redirect("entry", pk=new.pk)
    context = {"case": found.case, "entry": found, "form": form}
    return render(request, "sharing/entry_correct.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def entry_share(request: HttpRequest, pk: str) -> HttpResponse:
    """Go to the sharing desk with this entry chosen."""
    found = _own(request, pk)
    way = reverse("share", args=[found.case.reference])
    return redirect(f"{way}?entry={found.excerpt_of_id or found.pk}&agency={found.agency_id}")


@login_required
@require_http_methods(["GET", "POST"])
def entry_audience(request: HttpRequest, pk: str) -> HttpResponse:
    """Choose who of the family may not be shown an entry of the own agency."""
    found = _own(request, pk)
    first = {"kept_from": [p.pk for p in found.kept_from.all()], "kept_from_why": found.kept_from_why}
    form = AudienceForm(request.POST if request.method == "POST" else None, initial=first)
    form.offer(found.case)
    if request.method == "POST" and form.is_valid():
        told = form.audience()
        try:
            keep_from(found, told["kept_from"], by=request.user, why=told["kept_from_why"])
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("It is saved who of the family may be shown it."))
            return redirect("entry", pk=found.pk)
    context = {"case": found.case, "entry": found, "form": form}
    return render(request, "sharing/entry_audience.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def disclosure_end(request: HttpRequest, pk: str) -> HttpResponse:
    """Take back what was given, after showing who of the recipient has read it; access ends now."""
    rows = policy.visible(
        request.user, Act.WRITE, Disclosure.objects.filter(outside="").select_related("agency", "ended_by")
    )
    disclosure = get_object_or_404(rows, pk=pk)
    found = _own(request, str(disclosure.entry_id))
    form = RevokeForm(request.POST or None)
    if done(form, lambda: actions.end_sharing(disclosure, by=request.user, reason=form.cleaned_data["reason"])):
        messages.success(request, _("%(agency)s can no longer read it.") % {"agency": disclosure.agency})
        return redirect("entry", pk=found.pk)
    context = {"case": found.case, "entry": found, "disclosure": disclosure, "form": form}
    context["readings"] = queries.read_by_recipient(disclosure)
    return render(request, "sharing/disclosure_end.html", context, status=422 if form.errors else 200)


def own_agency(request: HttpRequest, case: Case) -> Agency:
    """Return the agency for which the person writes: the one they ask for, if it is theirs in this case."""
    mine = Agency.objects.filter(pk__in=policy.agencies_for(request.user, Act.WRITE, case)).order_by("name")
    return next((a for a in mine if str(a.pk) == request.GET.get("agency")), mine[0])


def _own(request: HttpRequest, pk: str) -> Entry:
    rows = policy.visible(request.user, Act.WRITE, Entry.objects.select_related("case__municipality", "agency"))
    return get_object_or_404(rows, pk=pk)
