"""One's own profile, the language, and how long the session lasts."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language

from coordination.agencies.models import Membership
from coordination.languages import spoken_by
from coordination.notifications.forms import ProfileForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show who one is here, and let one choose language, appearance and how to be told."""
    user: Any = request.user
    form = ProfileForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        translation.activate(user.language)
        messages.success(request, _("Your choices are saved."))
        return redirect("profile")
    user.refresh_from_db()  # What the form refused is not what the frame of the page shows.
    posts = (
        Membership.objects.live()
        .filter(user=user)
        .select_related("agency__municipality")
        .order_by("agency__name", "post")
    )
    context = {"form": form, "posts": posts, "sessions": open_sessions(request)}
    return render(request, "profile/profile.html", context, status=422 if form.errors else 200)


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Change the language, and remember it in the profile of who is logged in."""
    code = request.POST.get("language", "")
    if request.user.is_authenticated and code in ("sv", "fi", "en") and check_for_language(code):
        request.user.language = spoken_by(request.user, code)
        request.user.save(update_fields=["language"])
    return set_language(request)


@login_required
@require_http_methods(["GET", "POST"])
def session_left(request: HttpRequest) -> HttpResponse:
    """Say how many seconds the session still lasts; POST begins them anew."""
    if request.method == "POST":
        request.session.modified = True
        return JsonResponse({"seconds": request.session.get_expiry_age()})
    ends = Session.objects.filter(session_key=request.session.session_key).values_list("expire_date", flat=True).first()
    left = (ends - timezone.now()).total_seconds() if ends else 0
    return JsonResponse({"seconds": max(0, int(left))})


def open_sessions(request: HttpRequest) -> dict[str, object]:
    """Return until when this session lasts."""
    row = Session.objects.filter(session_key=request.session.session_key).first()
    return {"ends": row.expire_date if row else None}
