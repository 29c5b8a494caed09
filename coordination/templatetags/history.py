"""Tags of the history: an event as a sentence, and who is writing in a section."""

from typing import Any

from django import template

from coordination.history import presence, sentences

register = template.Library()


@register.simple_tag
def sentence(event: Any) -> str:
    """Say an event in the reader's language. Lists come from `sentences.sentences`, with all names looked up once."""
    return sentences.sentence(event)


@register.inclusion_tag("history/presence.html", takes_context=True)
def presence_of(context: Any, record: Any) -> dict[str, Any]:
    """Say who else writes in ``record`` (a step, plan or meeting) now, and go on saying it while the page is open."""
    return {"section": record.pk, "writers": presence.writers_in(record, but=context["request"].user)}
