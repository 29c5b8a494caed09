"""Who hears that a step is late: chosen by the municipality for each kind of step, each once and on their day."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordination.history.models import Event, Notification
from coordination.notifications.queries import known
from coordination.rules.setting import HEARERS, hearing, set_days
from tests.ways.conftest import days_later
from workflows.deadlines import moments
from workflows.timers import fire_due_timers

pytestmark = pytest.mark.django_db
ALL_HEAR = {"days": 14, "remind": 3, "contact": 1, "coordinator": 4, "escalate": 9}
LATE = ("step-late-contact", "step-late-coordinator", "step-escalated")


def told():
    rows = Notification.objects.filter(event__kind__in=LATE).values_list("event__kind", "recipient__first_name")
    return sorted(rows)


@pytest.fixture
def late(walk, setting):
    """A step of the school that was asked for after the municipality chose who hears."""
    setting(set_days, "sspf.map", ALL_HEAR)
    with days_later(1):
        walk.to_mapping("A3", "A4")
    return walk.step("map", "A3")


def test_each_hears_once_on_their_own_day(late):
    for after, kinds in ((0, 0), (1, 1), (4, 2), (9, 3), (30, 3)):
        with time_machine.travel(late.due_at + timedelta(days=after, hours=-12), tick=False):
            fire_due_timers()
            fire_due_timers()
        assert Event.objects.filter(kind__in=LATE, step=late).count() == kinds, after


def test_the_right_people_hear(late, person):
    with days_later(60):
        fire_due_timers()
    heard = {
        kind: set(
            Notification.objects.filter(event__kind=kind, event__step=late).values_list("recipient__email", flat=True)
        )
        for kind in LATE
    }
    assert heard == {
        "step-late-contact": {"henrik@example.org"},
        "step-late-coordinator": {"petra@example.org"},
        "step-escalated": {"henrik@example.org"},
    }
    with days_later(60):
        for name, kind in (("henrik", "step-late-contact"), ("petra", "step-late-coordinator")):
            assert known(person(name)).filter(event__kind=kind, event__step=late).exists(), name
        assert not known(person("ulrika")).filter(event__kind="step-late-coordinator").exists()


def test_whom_the_rule_does_not_name_hears_nothing(walk, setting):
    setting(set_days, "sspf.inform", {"days": 14, "remind": 3, "coordinator": 2})
    walk.do("inform")
    with days_later(1):
        walk.consent("A3")
        walk.do("screen", "not_target")
    assert not Event.objects.filter(kind__in=LATE).exists()


def test_a_step_that_is_done_in_time_tells_nobody(late, walk):
    with days_later(1):
        walk.do("map", agency="A3")
    with days_later(60):
        fire_due_timers()
    assert not Event.objects.filter(kind__in=LATE, step=late).exists()


def test_somebody_must_hear(setting):
    with pytest.raises(ValidationError):
        setting(set_days, "sspf.map", {"days": 14, "remind": 3})


@given(
    st.dictionaries(st.sampled_from(HEARERS), st.integers(0, 90), min_size=1),
    st.integers(1, 365),
    st.integers(0, 364),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_moment_lies_where_its_number_says(late_days, days, remind):
    class Place:
        time_zone = "Europe/Stockholm"

    due = timezone.now().replace(hour=20)
    found = moments(due, {"days": days, "remind": remind, **late_days}, Place)
    assert set(found) == {"remind", "overdue", *late_days}
    assert found["remind"] <= found["overdue"]
    for who, number in late_days.items():
        assert abs(found[who] - (due + timedelta(days=number))) < timedelta(days=1), who


def test_one_form_sets_the_days_and_who_hears(client, person):
    client.force_login(person("samira"))
    url = reverse("way_set_step", args=["sspf", "map", "days"])
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    data = {"days": 20, "remind": 4, "contact": 2, "escalate": "", "coordinator": 6, "from_day": tomorrow, "why": "x"}
    assert client.post(url, data).status_code == 302
    with days_later(2):
        client.force_login(person("samira"))
        page = client.get(reverse("way_step", args=["sspf", "map"])).content.decode()
        form = client.get(url).context["form"]
    assert hearing(form.initial) == {"contact": 2, "coordinator": 6}
    assert "20 dagar" in page
