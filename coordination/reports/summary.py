"""The answers of a report, as its last page shows them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.reports.drafts import Writing


def summary_of(writing: Writing) -> list[dict[str, Any]]:
    """Return the parts of the page "check and send", each with its rows and links to change them."""
    parts = [{"title": _("How it came in"), "rows": _form(writing, "from")}] if writing.draft.intake else []
    children = writing.rows("child")
    for number, row in enumerate(children, 1):
        title = _("The child") if len(children) == 1 else _("Child %(number)s") % {"number": number}
        parts.append({"title": title, "rows": _row(writing, "child", row)})
    for row in writing.guardians():
        parts.append({"title": _("Guardian"), "rows": _row(writing, "guardian", row)})
    parts.append({"title": _("What has happened"), "rows": _form(writing, "concern")})
    parts.append({"title": _("The family, and what you want"), "rows": _form(writing, "more")})
    names = ", ".join(file.name for file in writing.draft.files.all())
    url = reverse("report_page", args=[writing.draft.pk, "files"])
    parts.append({"title": _("Files"), "rows": [{"label": _("Files"), "value": names or _("None"), "url": url}]})
    return parts


def _form(writing: Writing, page: str) -> list[dict[str, Any]]:
    form = writing.parts(page, checked=True)["main"]
    form.is_valid()
    return _rows(writing, page, form, form.cleaned_data)


def _row(writing: Writing, name: str, row: dict[str, Any]) -> list[dict[str, Any]]:
    form = writing.parts("children", checked=True)[name].forms[0]
    return [line for line in _rows(writing, "children", form, row) if line["value"]]


def _rows(writing: Writing, page: str, form: Any, data: dict[str, Any]) -> list[dict[str, Any]]:
    url = reverse("report_page", args=[writing.draft.pk, page])
    return [
        {"label": field.label, "value": _words(field, data.get(name)), "url": url}
        for name, field in form.fields.items()
    ]


def _words(field: Any, value: Any) -> Any:
    if value is True:
        return _("Yes")
    if value is False:
        return ""
    return dict(getattr(field, "choices", ())).get(value, value)
