"""The style guide, and pages that only the tests of the scripts need."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from coordination.styleguide.views import base

LIVE = """{% block main %}<h1>Live</h1>
<div id="news" data-live-src="/fragment/news"><p>Old news</p></div>
<div id="box" data-live-src="/fragment/box"><input aria-label="Box" value="old"></div>
<div id="who" data-live-src="/fragment/who" data-live-on="presence"></div>
{% include "components/live_notice.html" with for="later" %}
<div id="later" data-live-src="/fragment/later"><p>Old list</p></div>
<button type="button">Elsewhere</button>{% endblock %}"""
DRAFT = """{% block main %}<h1>Draft</h1><form data-autosave="/autosave" data-presence="plan" method="post">
<input type="hidden" name="version" value="1"><label for="text">Text</label><textarea id="text" name="text"></textarea>
<div data-autosave-conflict></div>{% include "components/draft_status.html" %}<button type="submit">Hand in</button>
</form>{% endblock %}"""


def page(text: str, **parts: object):
    """Return a view that shows ``text`` inside the frame of every page."""

    def view(request: HttpRequest) -> HttpResponse:
        context = base("system")
        context["page"] |= {"live_url": "/ws/", "demo": False, **parts}
        template = engines["django"].from_string('{% extends "base.html" %}{% block title %}Test{% endblock %}' + text)
        return HttpResponse(template.render(context, request))

    return view


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Start", content_type="text/plain")


urlpatterns = [
    path("styleguide/", include("coordination.styleguide.urls")),
    path("live/", page(LIVE)),
    path("draft/", page(DRAFT)),
    path("session/", page("{% block main %}<h1>Session</h1>{% endblock %}", session_seconds=600)),
    path("session/left", nothing, name="session_left"),
    path("start/", nothing, name="start"),
    path("steps/", nothing, name="my_steps"),
    path("people-of-unit/", nothing, name="unit_people"),
    path("cases/", nothing, name="cases"),
    path("meetings/", nothing, name="meetings"),
    path("audit/", nothing, name="audit"),
    path("notifications/", nothing, name="notifications"),
    path("profile/", nothing, name="profile"),
    path("search/", nothing, name="search"),
    path("logout/", nothing, name="account_logout"),
    path("help/", nothing, name="help"),
    path("language/", nothing, name="set_language"),
]
