"""Background work on access."""

from procrastinate.contrib.django import app

from coordination.access.emergency import tell_overdue
from coordination.access.lapsing import tell_lapsing


@app.periodic(cron="23 4 * * *")
@app.task(queue="upkeep", name="tell_lapsing", queueing_lock="tell_lapsing")
def tell_of_lapsing_access(timestamp: int) -> None:
    """Tell of access that runs out soon or has run out, every night."""
    tell_lapsing()


@app.periodic(cron="41 4 * * *")
@app.task(queue="upkeep", name="tell_unjudged", queueing_lock="tell_unjudged")
def tell_of_unjudged_emergencies(timestamp: int) -> None:
    """Tell of emergency access that nobody has judged in time, every night."""
    tell_overdue()
