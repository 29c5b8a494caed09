"""The numbers of a round of group violence intervention, and the way to the rounds."""

from typing import Any

from django import template

from coordination.agencies.models import Agency
from coordination.rounds import queries
from coordination.rounds.models import Round

register = template.Library()


@register.simple_tag
def round_numbers(found: Round) -> list[dict[str, Any]]:
    """Return the numbers of a round that are known, as the component ``stats`` takes them."""
    names = ("selected", "called", "came", "visited")
    labels = {field.name: str(field.verbose_name).capitalize() for field in Round._meta.fields}
    rows = [(labels[name], getattr(found, name)) for name in names]
    return [{"label": label, "value": value} for label, value in rows if value is not None]


@register.simple_tag(takes_context=True)
def reads_rounds(context: Any) -> bool:
    """Say whether the reader has rounds to read or to open."""
    user = context["request"].user
    of_police = any(post.agency.kind == Agency.Kind.POLICE for post in user.posts)
    return (of_police and queries.own_police(user).exists()) or queries.rounds_for(user).exists()
