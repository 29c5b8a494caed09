"""The level of threat: the police's own, without a word of why, and given to those who may know it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client
from django.utils import timezone

from coordination.exits import queries
from coordination.exits.actions import assess_threat
from coordination.models import Entry, ThreatLevel
from workflows.forms import FORMS
from workflows.forms.threats import ThreatMain

pytestmark = pytest.mark.django_db


def day(days):
    return timezone.localdate() + timedelta(days=days)


def assess(met, **more):
    ali, police = met.cast.users["ali"], met.cast.agencies["A5"]
    said = {"level": "high", "valid_until": day(14), "measures": ["alarm", "contact"]} | more
    return assess_threat(met.case, by=ali, agency=police, **said)


def test_whom_it_is_given_to_reads_level_and_measures(met):
    social = met.cast.agencies["A2"]
    assess(met, share_with=[social])
    found = queries.threat_for(met.cast.users["robert"], met.case)
    assert (found.level, found.measures) == ("high", ["contact", "alarm"])
    assert queries.threat_for(met.cast.users["viktor"], met.case) is None
    assert queries.threat_for(met.cast.users["ali"], met.case) == found


def test_a_level_is_given_to_social_services_and_probation_only(met, cast):
    agencies = queries.token_readers(met.case, cast.agencies["A5"])
    assert {a.kind for a in agencies} == {"social", "probation"}
    with pytest.raises(ValidationError):
        assess(met, share_with=[cast.agencies["A3"]])
    assert not ThreatLevel.objects.exists()
    assert not Entry.objects.filter(title="Hotnivå").exists()


@pytest.mark.parametrize(("level", "days"), [("high", 15), ("medium", 31), ("low", 91), ("none", 181)])
def test_no_level_holds_longer_than_the_rules_allow(met, level, days):
    with pytest.raises(ValidationError) as refused:
        assess(met, level=level, valid_until=day(days))
    assert "valid_until" in refused.value.message_dict
    assert assess(met, level=level, valid_until=day(days - 1)).level == level


def test_only_the_police_of_the_case_assess(met, cast):
    robert = cast.users["robert"]
    with pytest.raises(PermissionDenied):
        assess_threat(met.case, by=robert, agency=cast.agencies["A2"], level="low", valid_until=day(1))
    with pytest.raises(PermissionDenied):
        assess_threat(met.case, by=robert, agency=cast.agencies["A5"], level="low", valid_until=day(1))
    with pytest.raises(Http404):
        assess_threat(met.case, by=cast.users["petra"], agency=cast.agencies["A5"], level="low", valid_until=day(1))


def test_there_is_no_field_for_why(met):
    assert set(ThreatMain.base_fields) == {"level", "valid_until", "measures", "share"}
    assert set(FORMS["renew_threat"](met.case.steps.open().get(kind="threat"), None).main.fields) == set(
        ThreatMain.base_fields
    )


def test_the_step_shows_the_limits_and_gives_the_token_to_those_ticked(met, cast):
    step = met.case.steps.open().get(kind="threat")
    client = Client()
    client.force_login(cast.users["ali"])
    assert "no-why" in client.get(step.get_absolute_url()).content.decode()
    data = {"version": 0, "level": "medium", "measures": ["escort"], "share": [str(cast.agencies["A8"].pk)]}
    assert client.post(step.get_absolute_url(), data).status_code == 302
    level = ThreatLevel.objects.get()
    assert level.valid_until == day(30)
    assert [d.agency for d in level.entry.disclosures.all()] == [cast.agencies["A8"]]
    assert queries.threat_for(cast.users["robert"], met.case) is None


def test_when_the_consent_ends_the_level_is_read_no_more(met, cast):
    from coordination.sharing.consent import withdraw_consent

    assess(met, share_with=[cast.agencies["A8"]])
    assert queries.threat_for(cast.users["viktor"], met.case)
    withdraw_consent(met.case.consents.get(ended_at=None), by=cast.users["robert"])
    assert queries.threat_for(cast.users["viktor"], met.case) is None


def test_the_police_cannot_be_brought_into_the_support_after_a_message(cast):
    from coordination.cases.actions import open_case
    from coordination.cases.inviting import invite
    from tests.workflows.going import Going
    from workflows.demo.people import LEO

    jonas = cast.users["jonas"]
    case = open_case(by=jonas, agency=cast.agencies["A2"], title="S", purpose="S", people=[LEO], kind="gvi")
    gvi = Going(case, cast, coordinator="jonas", partners={"A5": "ali"})
    gvi.goes("offer reach:reached consent:given")
    with pytest.raises(ValidationError):
        invite(case, cast.agencies["A5"], by=jonas)


def test_probation_opens_a_support_and_no_exit(cast):
    from coordination.cases.actions import open_case

    viktor, probation = cast.users["viktor"], cast.agencies["A8"]
    assert open_case(by=viktor, agency=probation, title="S", purpose="S", kind="gvi").lead_agency == probation
    with pytest.raises(PermissionDenied):
        open_case(by=viktor, agency=probation, title="S", purpose="S", kind="exit")
    with pytest.raises(PermissionDenied):
        open_case(by=cast.users["aino"], agency=cast.agencies["A9"], title="S", purpose="S", kind="gvi")


def test_a_consent_must_name_everybody_it_concerns(going, cast):
    from coordination.sharing.consent import record_consent

    going.goes("refer:proceed first_contact:reached")
    said = {"given": True, "topics": ["crime"], "form": "written", "valid_until": timezone.now() + timedelta(days=9)}
    with pytest.raises(ValidationError) as refused:
        record_consent(going.case.people.get(), by=cast.users["robert"], agencies=[cast.agencies["A5"]], **said)
    assert "Frivården" in str(refused.value)
