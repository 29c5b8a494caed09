"""Texts in another language than the page's, said so; and the languages of the people of a case."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from coordination.people.languages import interpreters, need_of

register = template.Library()
NOTES_IN = {"SE": "sv", "FI": "fi"}  # The language of the law a note speaks of.
SHIPPED_IN = "en"  # The language of the sources that the product's rules name.


@register.simple_tag
def source_of(rule: Any) -> SafeString | str:
    """Return where a rule comes from; marked as English where the product says it, not the municipality."""
    return rule.source if rule.municipality_id else _marked(rule.source, SHIPPED_IN)


@register.simple_tag
def note_of(basis: Any) -> SafeString | str:
    """Return how a ground of law is read, marked with the language of its country."""
    return _marked(basis.note, NOTES_IN[basis.country])


@register.filter
def needs_language(person: Any) -> str:
    """Say which language a person speaks and whether an interpreter is needed."""
    return need_of(person)


@register.simple_tag
def interpreters_for(called: Any) -> str:
    """Say for which languages a meeting needs an interpreter, given whom it calls (invitees)."""
    return interpreters([one.person for one in called if one.person_id])


def _marked(text: str, language: str) -> SafeString | str:
    if not text or (get_language() or "")[:2] == language:
        return text
    return format_html('<span lang="{}">{}</span>', language, text)
