"""Who logs out leaves by every door: the open sockets of the session close at once."""

from functools import partial
from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.dispatch import receiver

from coordination.history.doorbell import check_access


@receiver(user_logged_out, dispatch_uid="close sockets")
def close_sockets(sender: Any, user: Any = None, **_more: Any) -> None:
    """Make the sockets of who logs out ask again, once the session is gone."""
    if user is not None:
        transaction.on_commit(partial(check_access, [user.pk]), robust=True)
