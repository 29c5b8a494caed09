"""All background work of the domain: the worker finds it here."""

from coordination.access import tasks as access
from coordination.clocks import tasks as clocks
from coordination.documents import tasks as documents
from coordination.notifications import tasks as notifications
from coordination.sharing import tasks as sharing

__all__ = ["access", "clocks", "documents", "notifications", "sharing"]
