"""Why can, or cannot, somebody see this case? For unit managers and who audits it."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from coordination.access.explaining import explainable, told
from coordination.agencies.models import User
from coordination.history.recording import note_reading
from coordination.people.queries import case_or_404
from permissions import policy
from permissions.explain import explain
from permissions.roles import Act


class WhoForm(forms.Form):
    """The person whose access is to be explained."""

    person = forms.ModelChoiceField(label=_("Whose access?"), queryset=User.objects.none(), empty_label=None)


@login_required
@require_safe
def access_why(request: HttpRequest, reference: str) -> HttpResponse:
    """Explain act by act why a person may or may not; who looked is noted."""
    user: Any = request.user
    case = case_or_404(user, Act.SEE_COVER, reference)
    if not policy.can(user, Act.AUDIT, case) and not policy.can(user, Act.REASSIGN, case):
        raise Http404
    form = WhoForm(request.GET if "person" in request.GET else None)
    form.fields["person"].queryset = explainable(user, case)  # type: ignore[attr-defined]
    person = form.cleaned_data["person"] if form.is_bound and form.is_valid() else None
    rows = [told(explain(person, act, case)) for act in Act] if person else []
    note_reading(user, case, "explanation")
    context = {"case": case, "form": form, "person": person, "rows": rows}
    return render(request, "access/why.html", context, status=422 if form.is_bound and not person else 200)
