"""Background work of the flows."""

from procrastinate.contrib.django import app

from workflows.timers import fire_due_timers


@app.periodic(cron="* * * * *")
@app.task(queue="timers", name="fire_timers", queueing_lock="fire_timers")
def fire_timers(timestamp: int) -> None:
    """Fire the timers that are due, every minute."""
    fire_due_timers()
