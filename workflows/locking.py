"""One run is moved on by one person at a time; the others wait a moment, then hear that it is busy."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction
from viewflow.workflow.lock import SelectForUpdateLock

from coordination.cases.process import Busy

PATIENCE = "2s"
LOCK_NOT_AVAILABLE, DEADLOCK = "55P03", "40P01"


@contextmanager
def waiting() -> Iterator[None]:
    """Run the block in a transaction (or savepoint) that waits two seconds for a lock. Raises Busy after that."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
            yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") in (LOCK_NOT_AVAILABLE, DEADLOCK):
            raise Busy from error
        raise


class WaitingLock(SelectForUpdateLock):
    """The row lock of a run. Viewflow's own gives up at once and sleeps inside the transaction."""

    def __init__(self) -> None:
        super().__init__(nowait=False, attempts=1)

    @contextmanager
    def __call__(self, flow_class: Any, process_pk: int) -> Iterator[None]:
        """Hold the row of the run until the block ends."""
        rows = flow_class.process_class._default_manager.filter(pk=process_pk)
        with waiting():
            rows.select_for_update(of=["self"]).exists()
            yield
