"""Background work on access. Payloads carry ids only."""

from django.db import DatabaseError, InterfaceError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from coordination.access import joining
from coordination.access.emergency import tell_overdue
from coordination.access.lapsing import tell_lapsing


@app.periodic(cron="23 4 * * *")
@app.task(queue="upkeep", name="tell_lapsing", queueing_lock="tell_lapsing")
def tell_of_lapsing_access(timestamp: int) -> None:
    """Tell of access that runs out soon or has run out, every night."""
    tell_lapsing()


@app.task(
    queue="upkeep",
    name="tell_of_join_request",
    retry=RetryStrategy(max_attempts=3, wait=10, retry_exceptions={DatabaseError, InterfaceError}),
)
def tell_of_join_request(request: str) -> None:
    """Tell the coordinator that somebody asks to join, at once."""
    joining.tell(request)


@app.periodic(cron="41 4 * * *")
@app.task(queue="upkeep", name="tell_unjudged", queueing_lock="tell_unjudged")
def tell_of_unjudged_emergencies(timestamp: int) -> None:
    """Tell of emergency access that nobody has judged in time, every night."""
    tell_overdue()
