"""All background work of the domain: the worker finds it here."""

from coordination.documents import tasks as documents
from coordination.notifications import tasks as notifications

__all__ = ["documents", "notifications"]
