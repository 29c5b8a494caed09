"""Background work on notifications."""

from procrastinate.contrib.django import app

from coordination.notifications import digests


@app.periodic(cron="*/10 * * * *")
@app.task(queue="mail", name="send_digests", queueing_lock="send_digests")
def send_digests(timestamp: int) -> None:
    """Mail those who have not looked in, every ten minutes."""
    digests.send_digests()
