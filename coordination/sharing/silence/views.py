"""Pages about a guardian who does not answer: the coordinator asks, the lawyer answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.forms.refusals import done
from coordination.history.recording import note_reading
from coordination.people.models import Person
from coordination.sharing.silence import actions
from coordination.sharing.silence.forms import AskForm, DecideForm, ReverseForm
from coordination.sharing.silence.queries import grounds_of, is_silent, reviews_for
from permissions import policy
from permissions.roles import Act


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, reference: str, person: str) -> HttpResponse:
    """Ask the lawyer about a guardian who has been silent for so long as the rule says."""
    rows = policy.visible(request.user, Act.COORDINATE, Person.objects.select_related("case__municipality"))
    silent = get_object_or_404(rows, pk=person, case__reference=reference)
    form = AskForm(request.POST or None)
    if done(form, lambda: actions.ask_lawyer(silent, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The lawyer is asked."))
        return redirect("consent", reference=reference)
    context = {"case": silent.case, "person": silent, "form": form, "possible": is_silent(silent)}
    return render(request, "sharing/silence/ask.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """List the questions put to the reader as a lawyer. It is there for lawyers only."""
    if not policy.is_lawyer(request.user):
        raise Http404
    rows = list(reviews_for(request.user))
    context = {"waiting": [r for r in rows if r.is_open], "answered": [r for r in rows if not r.is_open]}
    return render(request, "sharing/silence/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, pk: str) -> HttpResponse:
    """Show a question to the lawyer, and take the answer: reference, question, role and initials; nothing else."""
    found = get_object_or_404(reviews_for(request.user), pk=pk)
    form = DecideForm(request.POST or None, case=found.case)
    if done(form, lambda: actions.decide(found, by=request.user, **form.decision())):
        messages.success(request, _("Your answer is recorded, and the coordinator is told."))
        return redirect("consent_reviews")
    note_reading(request.user, found.case, "consent-review", found)
    context = {"review": found, "form": form, "ground": dict(grounds_of(found.case.municipality)).get(found.ground)}
    return render(request, "sharing/silence/review.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def reverse(request: HttpRequest, pk: str) -> HttpResponse:
    """Take the lawyer's answer back, after showing what follows."""
    found = get_object_or_404(reviews_for(request.user), pk=pk)
    form = ReverseForm(request.POST or None)
    if done(form, lambda: actions.reverse(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Your answer is taken back. What rested on it has ended."))
        return redirect("consent_reviews")
    note_reading(request.user, found.case, "consent-review", found)
    context = {"review": found, "form": form}
    return render(request, "sharing/silence/reverse.html", context, status=422 if form.errors else 200)
