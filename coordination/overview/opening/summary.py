"""The answers of an opening, as the last page shows them."""

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coordination.overview.opening.drafts import BEGIN, CONCERN, PEOPLE, Opening
from coordination.people.models import Person
from coordination.people.queries import age_on
from coordination.rules.own import age_warning


def summary_of(opening: Opening) -> list[dict[str, Any]]:
    """Return the parts of the page "check your answers", each with its rows and links to change them."""
    return [
        {"title": _("How you begin"), "rows": _rows(opening, BEGIN, _form_rows(opening, BEGIN))},
        *_people(opening),
        {"title": _("Concern and purpose"), "rows": _rows(opening, CONCERN, _form_rows(opening, CONCERN))},
    ]


def warning_of(opening: Opening) -> str:
    """Say that the child's age lies outside of those that the way of working is for, or nothing."""
    child = next((person for person in opening.people() if person["role"] == Person.Role.CHILD), None)
    age = age_on(child["birth_date"]) if child else None
    return age_warning(opening.kind, opening.agency.municipality, age)


def _form_rows(opening: Opening, page: int) -> list[tuple[Any, Any]]:
    form = opening.forms(page, checked=True)[0]
    form.is_valid()
    return [(field.label, _words(field.field, form.cleaned_data.get(name))) for name, field in _bound(form)]


def _bound(form: Any) -> list[tuple[str, Any]]:
    return [(name, form[name]) for name in form.fields]


def _words(field: Any, value: Any) -> Any:
    return dict(getattr(field, "choices", ())).get(value, value)


def _people(opening: Opening) -> list[dict[str, Any]]:
    if opening.is_consultation:
        rows = [(_("People"), _("None: the consultation has no names"))]
        return [{"title": _("Who it is about"), "rows": _rows(opening, PEOPLE, rows)}]
    roles = dict(Person.Role.choices)
    return [
        {"title": roles[person["role"]], "rows": _rows(opening, PEOPLE, _person_rows(person))}
        for person in opening.people()
    ]


def _person_rows(person: dict[str, Any]) -> list[tuple[Any, Any]]:
    born = person["birth_date"]
    rows = [
        (_("Name"), f"{person['given_name']} {person['family_name']}"),
        (_("Identity number"), person["identity_number"] or _("Not known")),
        (_("Date of birth"), date_format(born, "DATE_FORMAT") if born else ""),
        (_("Language"), _language(person)),
    ]
    rows += [(label, person[name]) for name, label in _contact() if person.get(name)]
    if "custody" in person:
        rows.append((_("Custody"), _("Yes") if person["custody"] else _("No")))
    return [*rows, (_("Protected personal data"), dict(Person.Protection.choices)[person["protection"]])]


def _contact() -> list[tuple[str, str]]:
    return [("phone", _("Phone")), ("address", _("Address")), ("school", _("School"))]


def _language(person: dict[str, Any]) -> str:
    need = _("needs an interpreter") if person["interpreter"] else ""
    return ", ".join(word for word in (person["language"], need) if word)


def _rows(opening: Opening, page: int, rows: list[tuple[Any, Any]]) -> list[dict[str, Any]]:
    url = reverse("open_case_page", args=[opening.draft.pk, page])
    return [{"label": label, "value": value, "url": url} for label, value in rows]
