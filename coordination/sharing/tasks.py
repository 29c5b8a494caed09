"""Background work on consents."""

from procrastinate.contrib.django import app

from coordination.sharing import expiring


@app.periodic(cron="1 * * * *")
@app.task(queue="upkeep", name="follow_consents", queueing_lock="follow_consents")
def follow_consents(timestamp: int) -> None:
    """Follow birthdays and warn of consents that end: just after each hour, so after midnight in every time zone."""
    expiring.follow_time()


@app.periodic(cron="23 2 * * *")
@app.task(queue="upkeep", name="recompute_consents", queueing_lock="recompute_consents")
def recompute_consents(timestamp: int) -> None:
    """Recompute each night who must consent, as a changed rule may ask."""
    expiring.recompute()
