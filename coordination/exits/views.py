"""The page on which the coordinator notes who knows where the person is."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.cases.models import Case
from coordination.exits import queries
from coordination.exits.actions import set_who_knows
from coordination.exits.forms import WhereForm
from coordination.forms.refusals import done
from coordination.history.recording import note_reading
from coordination.people.queries import case_or_404
from permissions import policy
from permissions.roles import Act


@login_required
@require_http_methods(["GET", "POST"])
def case_where(request: HttpRequest, reference: str) -> HttpResponse:
    """Show and change who knows where the person is. For the coordinator of a case of exit support."""
    case = case_or_404(request.user, Act.VIEW, reference)
    policy.require(request.user, Act.COORDINATE, case)
    if case.kind != Case.Kind.EXIT:
        raise Http404
    knowing = queries.who_knows(case)
    form = WhereForm(request.POST or None, people=queries.may_know(case), initial={"people": knowing})
    if request.method == "POST":
        form = WhereForm(request.POST, people=queries.may_know(case))
        if done(form, lambda: set_who_knows(case, form.cleaned_data["people"], by=request.user)):
            messages.success(request, _("It is noted who knows."))
            return redirect(case)
    note_reading(request.user, case, "where")
    return render(request, "exits/where.html", {"form": form, "case": case}, status=422 if form.errors else 200)
