"""The notification centre."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coordination.consulting import notices
from coordination.history.models import Notification
from coordination.live import is_fragment
from coordination.notifications import actions, asides, center, queries


@login_required
@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    """List what the reader was told, newest first, as far as they may still know of it."""
    unread_only = request.GET.get("show") == "unread"
    rows = queries.known(request.user)
    unread = queries.unread_count(request.user)
    page = center.cut(rows.filter(read_at=None) if unread_only else rows, request.GET.get("before", ""))
    context: dict[str, Any] = {
        "days": center.by_day(request.user, page.rows),
        "older": page.older,
        "newest": page.newest,
        "unread_only": unread_only,
        "unread": unread,
        "first_page": page.is_first,
        "advice": notices.counts(request.user),
        "asides": asides.unread(request.user) if page.is_first else [],
        "of_reports": queries.unread_notices(request.user) if page.is_first else [],
    }
    template = "notifications/list.html" if is_fragment(request) else "notifications/center.html"
    return render(request, template, context)


@login_required
@require_safe
def notifications_unread(request: HttpRequest) -> HttpResponse:
    """Give the badge of the bell, with what to announce."""
    count = queries.badge_count(request.user)
    say = _("You have %(count)s unread notifications") % {"count": count} if count else ""
    if count == 1:
        say = _("You have one unread notification")
    return render(request, "components/unread_count.html", {"count": count, "say": say})


@login_required
@require_POST
def notification_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a notification as read and go to what it is about; say so if that is no longer to be seen."""
    try:
        notification = actions.mark_read(request.user, pk)
    except Notification.DoesNotExist:
        raise Http404 from None
    url = queries.target_of(request.user, notification.event)
    if url:
        return redirect(url)
    messages.info(request, _("What this was about is no longer open to you. The notification is marked as read."))
    return redirect("notifications")


@login_required
@require_POST
def notifications_read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read that was on the page, and what is older."""
    text = request.POST.get("upto", "")
    count = actions.mark_all_read(
        request.user, int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
    )
    if count:
        messages.success(request, _("Everything is marked as read."))
    return redirect("notifications")
