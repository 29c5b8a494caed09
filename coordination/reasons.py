"""Why something was done, as it is stored: in a person's own words, or in a text of the product's."""

from django.utils.translation import gettext


def in_words(reason: str) -> str:
    """Return a stored reason to be read: the product's own in the reader's language, a person's as they wrote it.

    The product stores its own by their English text (``gettext_noop``).
    """
    return gettext(reason) if reason else ""
