"""The catalogue of legal grounds: what is offered between whom, when, and what a lawyer's ruling does to it."""

import tomllib
from datetime import date
from io import StringIO
from itertools import product

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from coordination.models import Agency, BasisRuling, LegalBasis, Membership, Municipality, Rule
from coordination.rules import loading
from coordination.sharing.actions import disclose, write_entry
from coordination.sharing.grounds import offers
from coordination.sharing.rulings import rule_on
from permissions import policy
from permissions.roles import Act, Post
from tests.sharing.grounds_table import KINDS, PAIRS

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 25)  # Ebbe, born 10 March 2013, is 13


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def codes(case, cast):
    """Ask what is offered from one kind to another in a country, on a day."""
    places = {"SE": cast.municipalities["lindaker"], "FI": cast.municipalities["kaislaranta"]}

    def ask(giver, receiver, *, country="SE", on=DAY):
        ends = (Agency(municipality=places[country], kind=kind) for kind in (giver, receiver))
        return {b.code for b in offers(case, *ends, on=on)}

    return ask


@pytest.fixture
def ruling(cast):
    def rule(code, what, note="Prövat", by="gun", place="lindaker"):
        newest = LegalBasis.objects.filter(code=code).order_by("-version").first()
        return rule_on(newest, cast.municipalities[place], by=cast.users[by], ruling=what, note=note)

    return rule


def shipped():
    for path in sorted(loading.BASES.glob("legal_bases_*.toml")):
        yield from tomllib.loads(path.read_text())["basis"]


# What is offered


def test_the_table_speaks_of_every_ordered_pair_of_kinds_in_both_countries():
    assert set(KINDS) == set(Agency.Kind.values)
    assert {row[:3] for row in PAIRS} == set(product(("SE", "FI"), KINDS, KINDS))


def test_between_each_pair_of_kinds_exactly_the_grounds_of_the_table_are_offered(codes):
    wrong = [
        f"{country} {giver} -> {receiver}: too many {sorted(found - expected)}, missing {sorted(expected - found)}"
        for country, giver, receiver, expected in PAIRS
        if (found := codes(giver, receiver, country=country)) != expected
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("receiver", KINDS)
def test_health_care_is_never_offered_the_ground_for_fighting_crime_nor_the_general_clause(codes, receiver):
    assert not codes("health", receiver) & {"SE-OSL-10-15a", "SE-OSL-10-27"}
    assert "SE-OSL-10-27" not in codes("social", receiver)


@pytest.mark.parametrize(
    ("code", "giver", "receiver", "country", "last_day", "birthday"),
    [
        ("SE-OSL-10-18a", "social", "police", "SE", date(2034, 3, 9), date(2034, 3, 10)),
        ("SE-OSL-10-20", "social", "police", "SE", date(2031, 3, 9), date(2031, 3, 10)),
        ("SE-SOL-19-1", "school", "social", "SE", date(2031, 3, 9), date(2031, 3, 10)),
        ("FI-LSL-25", "school", "social", "FI", date(2031, 3, 9), date(2031, 3, 10)),
    ],
)
def test_a_ground_with_an_age_ends_on_the_birthday(codes, code, giver, receiver, country, last_day, birthday):
    assert code in codes(giver, receiver, country=country, on=last_day)
    assert code not in codes(giver, receiver, country=country, on=birthday)


def test_under_21_means_also_the_whole_year_of_being_20(codes):
    for day in (date(2033, 3, 9), date(2033, 3, 10), date(2034, 3, 9)):  # 19, just 20, the last day of being 20
        assert "SE-OSL-10-18a" in codes("social", "police", on=day)


def test_a_ground_with_an_age_is_not_offered_for_a_child_whose_age_nobody_knows(case, codes):
    case.people.filter(role="child").update(birth_date=None)
    assert "SE-OSL-10-18a" not in codes("social", "police")
    assert "SE-OSL-10-15a" in codes("social", "police")


def test_a_provision_is_not_offered_before_it_is_in_force_nor_after(codes):
    assert "SE-OSL-10-15a" not in codes("social", "police", on=date(2025, 11, 30))
    assert "SE-OSL-10-15a" in codes("social", "police", on=date(2025, 12, 1))
    LegalBasis.objects.filter(code="SE-OSL-10-15a").update(valid_to=date(2026, 6, 30))
    assert "SE-OSL-10-15a" in codes("social", "police", on=date(2026, 6, 30))
    assert "SE-OSL-10-15a" not in codes("social", "police", on=date(2026, 7, 1))


@pytest.fixture
def second_version(cast):
    """Store a second version of a row with something changed."""

    def store(code, **change):
        row = LegalBasis.objects.get(code=code)
        row.pk, row.version, row._state.adding = None, 2, True
        for name, value in change.items():
            setattr(row, name, value)
        row.save()

    return store


def test_a_new_version_counts_from_the_day_its_law_is_in_force(codes, second_version):
    second_version("SE-OSL-10-24", valid_from=date(2027, 1, 1), discloser_kinds=["school"])
    assert "SE-OSL-10-24" in codes("leisure", "police", on=date(2026, 12, 31))
    assert "SE-OSL-10-24" not in codes("leisure", "police", on=date(2027, 1, 1))
    assert "SE-OSL-10-24" in codes("school", "police", on=date(2027, 1, 1))


@pytest.mark.parametrize("change", [{"valid_to": date(2026, 1, 1)}, {"informs_only": True}])
def test_a_newer_version_that_has_ended_or_only_informs_does_not_bring_the_older_back(codes, second_version, change):
    second_version("SE-OSL-10-24", **change)
    assert "SE-OSL-10-24" not in codes("school", "police")


# The rows themselves


def test_every_code_is_there_once_a_version():
    keys = [(row["code"], row["version"]) for row in shipped()]
    assert len(keys) == len(set(keys))
    assert {"SE-OSL-10-1", "FI-ASTL-consent"} <= {code for code, _version in keys}


def test_every_name_and_condition_is_written_in_three_languages_and_every_code_in_a_checklist_once():
    for row in shipped():
        texts = [row[f"name_{language}"] for language in ("sv", "fi", "en")]
        texts += [k[language] for k in row.get("conditions", ()) for language in ("sv", "fi", "en")]
        assert all(text.strip() for text in texts), row["code"]
        inside = [k["code"] for k in row.get("conditions", ())]
        assert len(inside) == len(set(inside)), row["code"]


def test_every_row_that_can_be_chosen_has_conditions_and_none_claims_to_be_verified():
    for row in shipped():
        assert row.get("informs_only") or row["conditions"], row["code"]
        assert not row["verified"], row["code"]
        assert "last_verified" not in row, row["code"]
        assert row["source"], row["code"]


def test_every_kind_of_agency_a_row_names_has_words():
    from coordination.sharing.catalogue import OUTSIDE

    named = {k for row in shipped() for end in ("discloser_kinds", "recipient_kinds") for k in row.get(end, ())}
    assert named <= {*KINDS, *OUTSIDE}


def test_the_principal_decides_where_the_law_names_one(cast):
    assert set(LegalBasis.objects.filter(needs_approver=True).values_list("code", flat=True)) == {"SE-L170-7"}


# Loading


def test_loading_again_stores_nothing(cast):
    before = (Rule.objects.count(), LegalBasis.objects.count())
    assert loading.load() == (0, 0)
    assert (Rule.objects.count(), LegalBasis.objects.count()) == before == (before[0], len(list(shipped())))


def check():
    out = StringIO()
    call_command("load_rules", "--check", stdout=out)
    return out.getvalue()


def test_the_check_is_content_when_all_is_stored(cast):
    assert "every row of the files" in check()


def test_the_check_names_what_is_new_and_stores_nothing(cast):
    LegalBasis.objects.filter(code="SE-OSL-10-24").delete()
    assert check().splitlines() == ["ground SE-OSL-10-24 version 1: new"]
    assert not LegalBasis.objects.filter(code="SE-OSL-10-24").exists()


def test_the_check_fails_for_a_stored_row_that_differs_from_its_file(cast):
    LegalBasis.objects.filter(code="SE-OSL-10-24").update(age_max=9, discloser_kinds=[])
    Rule.objects.filter(code="disclosure.days", country="FI").update(value=1)
    out = StringIO()
    with pytest.raises(CommandError, match="never changed"):
        call_command("load_rules", "--check", stdout=out)
    assert out.getvalue().splitlines() == [
        "rule disclosure.days (FI) from 2020-01-01: changed: value",
        "ground SE-OSL-10-24 version 1: changed: discloser_kinds, age_max",
    ]
    assert loading.load() == (0, 0)
    assert LegalBasis.objects.get(code="SE-OSL-10-24").age_max == 9


# What a lawyer rules


def test_what_is_switched_off_is_not_offered_there_but_elsewhere(case, cast, codes, ruling):
    ruling("SE-OSL-10-15a", "off")
    other = Municipality.objects.create(name="Grannby", country="SE")
    ends = (Agency(municipality=other, kind=kind) for kind in ("social", "police"))
    assert "SE-OSL-10-15a" not in codes("social", "police")
    assert "SE-OSL-10-15a" in {b.code for b in offers(case, *ends, on=DAY)}


def test_approving_it_again_offers_it_and_a_note_changes_nothing(codes, ruling):
    ruling("SE-OSL-10-15a", "off")
    ruling("SE-OSL-10-15a", "annotated")
    assert "SE-OSL-10-15a" not in codes("social", "police")
    ruling("SE-OSL-10-15a", "approved")
    ruling("SE-OSL-10-15a", "annotated")
    assert "SE-OSL-10-15a" in codes("social", "police")


def test_a_new_version_of_what_is_switched_off_stays_off_until_it_is_approved(codes, ruling, second_version):
    ruling("SE-OSL-10-15a", "off")
    second_version("SE-OSL-10-15a")
    assert "SE-OSL-10-15a" not in codes("social", "police")
    ruling("SE-OSL-10-15a", "approved")
    assert "SE-OSL-10-15a" in codes("social", "police")


def test_what_was_given_goes_on_and_keeps_its_version_when_the_ground_is_switched_off(
    joint_case, basis, person, agency, ruling
):
    entry = write_entry(joint_case, by=person("ulrika"), agency=agency("A3"), kind="note", topic="school", text="X")
    given = disclose(entry, agency("A4"), by=person("ulrika"), basis=basis, conditions=["needed"], reason="Behövs")
    another = write_entry(joint_case, by=person("ulrika"), agency=agency("A3"), kind="note", topic="school", text="Y")
    ruling("SE-TEST-1", "off")
    assert policy.can(person("leyla"), Act.VIEW, entry)
    given.refresh_from_db()
    assert given.basis == basis
    assert given.ended_at is None
    with pytest.raises(ValidationError, match="no ground in force"):
        disclose(another, agency("A4"), by=person("ulrika"), basis=basis, conditions=["needed"], reason="Behövs")


@pytest.mark.parametrize("who", ["karin", "samira", "petra", "aino"])
def test_only_a_lawyer_of_the_municipality_rules(cast, ruling, who):
    with pytest.raises(PermissionDenied):
        ruling("SE-OSL-10-15a", "off", by=who)
    assert not BasisRuling.objects.exists()


def test_a_lawyer_rules_neither_for_another_municipality_nor_on_the_law_of_another_country(cast, ruling):
    with pytest.raises(PermissionDenied):
        ruling("FI-LSL-25", "off", place="kaislaranta")
    with pytest.raises(PermissionDenied):
        ruling("FI-LSL-25", "off")


def test_a_lawyer_whose_post_has_ended_rules_no_more_and_opens_no_case_before_either(case, person, ruling):
    assert not any(policy.can(person("gun"), act, case) for act in Act)
    Membership.objects.filter(user=person("gun"), post=Post.LAWYER.value).update(ended_at=timezone.now())
    with pytest.raises(PermissionDenied):
        ruling("SE-OSL-10-15a", "off")


@pytest.mark.parametrize(
    ("code", "what", "note", "words"),
    [
        ("SE-OSL-10-15a", "off", "  ", "Say why"),
        ("SE-OSL-10-1", "off", "Nej", "cannot be switched off"),
        ("SE-SOL-18-6", "off", "Nej", "cannot be switched off"),
    ],
)
def test_a_ruling_that_makes_no_sense_is_refused(cast, ruling, code, what, note, words):
    with pytest.raises(ValidationError, match=words):
        ruling(code, what, note)
    assert not BasisRuling.objects.exists()


def test_an_old_version_is_not_ruled_on(cast):
    old = LegalBasis.objects.get(code="SE-OSL-10-1", version=1)
    with pytest.raises(ValidationError, match="newer version"):
        rule_on(old, cast.municipalities["lindaker"], by=cast.users["gun"], ruling="approved", note="Bra")


def test_a_ruling_can_be_neither_changed_nor_removed(ruling):
    said = ruling("SE-OSL-10-15a", "off")
    for change in (lambda rows: rows.update(ruling="approved"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change(BasisRuling.objects.filter(pk=said.pk))
    assert BasisRuling.objects.get().ruling == "off"


# The pages


def page(client, user, name, *args, **query):
    client.force_login(user, backend="permissions.backend.PolicyBackend")
    client.cookies["language"] = user.language = "en"
    user.save()
    return client.get(reverse(name, args=args), query)


def test_the_list_shows_the_grounds_of_the_readers_own_country_first(client, person):
    shown = page(client, person("ulrika"), "grounds").content.decode()
    assert "SE-OSL-10-27" in shown
    assert "FI-LSL-25" not in shown
    assert "Not verified" in shown
    assert "FI-LSL-25" in page(client, person("ulrika"), "grounds", country="FI").content.decode()
    assert "FI-LSL-25" in page(client, person("aino"), "grounds").content.decode()


def test_the_list_is_narrowed_by_kind_and_by_what_is_verified(client, person):
    shown = page(client, person("ulrika"), "grounds", country="SE", kind="consent").content.decode()
    assert "SE-OSL-10-1<" in shown
    assert "SE-OSL-10-27" not in shown
    LegalBasis.objects.filter(code="SE-OSL-10-27").update(verified=True, last_verified=DAY)
    shown = page(client, person("ulrika"), "grounds", country="SE", verified="yes").content.decode()
    assert "SE-OSL-10-27" in shown
    assert "SE-OSL-10-24" not in shown
    assert (
        "No ground fits" in page(client, person("ulrika"), "grounds", kind="consent", verified="yes").content.decode()
    )


def test_one_ground_shows_conditions_both_ends_versions_and_the_rulings_of_the_own_municipality(client, person, ruling):
    ruling("SE-OSL-10-1", "annotated", "Se rutin 7")
    shown = page(client, person("ulrika"), "ground", "SE-OSL-10-1").content.decode()
    for words in ("The consent names the agency", "Any agency", "Version 2", "Version 1", "Se rutin 7", "sfs-2009-400"):
        assert words in shown
    assert "Rule on it" not in shown
    assert "Se rutin 7" not in page(client, person("aino"), "ground", "SE-OSL-10-1").content.decode()


def test_a_ground_that_does_not_exist_is_not_found(client, person):
    assert page(client, person("ulrika"), "ground", "SE-OSL-99").status_code == 404


def test_a_lawyer_switches_a_ground_off_on_the_page_and_everybody_in_the_municipality_sees_it(client, person, codes):
    assert "Rule on it" in page(client, person("gun"), "ground", "SE-OSL-10-15a").content.decode()
    answer = client.post(
        reverse("ground_rule", args=["SE-OSL-10-15a"]), {"ruling": "off", "note": "Prövas av nämnden"}, follow=True
    )
    assert answer.status_code == 200
    assert "SE-OSL-10-15a" not in codes("social", "police")
    shown = page(client, person("ulrika"), "ground", "SE-OSL-10-15a").content.decode()
    assert "Switched off in Lindåkers kommun" in shown
    assert "Prövas av nämnden" in shown


def test_what_a_lawyer_typed_is_kept_when_something_is_missing(client, person):
    page(client, person("gun"), "ground_rule", "SE-OSL-10-15a")
    answer = client.post(reverse("ground_rule", args=["SE-OSL-10-15a"]), {"note": "Halvfärdigt"})
    assert answer.status_code == 422
    assert "Halvfärdigt" in answer.content.decode()
    assert not BasisRuling.objects.exists()


def test_consent_is_not_offered_to_be_switched_off_and_posting_it_is_refused(client, person):
    assert 'value="off"' not in page(client, person("gun"), "ground_rule", "SE-OSL-10-1").content.decode()
    answer = client.post(reverse("ground_rule", args=["SE-OSL-10-1"]), {"ruling": "off", "note": "x"})
    assert answer.status_code == 422


def test_a_lawyer_of_two_municipalities_says_for_which(client, person, cast):
    other = Municipality.objects.create(name="Grannby", country="SE")
    office = Agency.objects.create(municipality=other, name="Kansliet", short_name="Kansliet", kind="programme")
    Membership.objects.create(user=person("gun"), agency=office, post=Post.LAWYER.value)
    assert "For which municipality?" in page(client, person("gun"), "ground_rule", "SE-OSL-10-15a").content.decode()
    answer = client.post(
        reverse("ground_rule", args=["SE-OSL-10-15a"]), {"ruling": "off", "note": "x", "municipality": other.pk}
    )
    assert answer.status_code == 302
    assert BasisRuling.objects.get().municipality == other


def test_a_ground_of_the_future_is_shown_as_not_yet_in_force(client, person):
    with time_machine.travel(date(2025, 11, 1)):
        assert "Not yet in force" in page(client, person("ulrika"), "ground", "SE-OSL-10-15a").content.decode()


def test_where_a_ground_is_named_on_an_entry_it_leads_to_the_catalogue(client, joint_case, person, agency):
    entry = write_entry(
        joint_case,
        by=person("ulrika"),
        agency=agency("A3"),
        kind="note",
        topic="school",
        text="X",
        share_with=[agency("A4")],
    )
    shown = page(client, person("ulrika"), "entry", entry.pk).content.decode()
    assert reverse("ground", args=["SE-OSL-10-1"]) in shown
