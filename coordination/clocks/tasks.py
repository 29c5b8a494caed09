"""Background work on deadlines."""

from procrastinate.contrib.django import app

from coordination.clocks.telling import tell_clocks


@app.periodic(cron="*/5 * * * *")
@app.task(queue="timers", name="tell_clocks", queueing_lock="tell_clocks")
def tell_of_clocks(timestamp: int) -> None:
    """Tell of deadlines that come close or are over, every five minutes."""
    tell_clocks()
