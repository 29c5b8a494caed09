"""Background work on documents. Payloads carry ids only."""

from datetime import timedelta
from typing import Any

from asgiref.sync import sync_to_async
from django.apps import apps
from django.db import DatabaseError, InterfaceError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from coordination.documents import papers, storage
from coordination.documents.models import Document, Paper

TRIES = 3  # A job that ends its worker so often is not tried again: somebody must look at it.


@app.task(
    queue="papers",
    name="make_paper",
    # Only for a database that went away; what a paper itself makes fail is said on its page at once.
    retry=RetryStrategy(max_attempts=TRIES, wait=10, retry_exceptions={DatabaseError, InterfaceError}),
)
def make_paper(paper: str) -> None:
    """Make one paper that somebody waits for."""
    papers.make(Paper.objects.select_related("case__municipality", "requested_by", "person").get(pk=paper))


@app.periodic(cron="17 3 * * *")
@app.task(queue="upkeep", name="sweep_files", queueing_lock="sweep_files")
def sweep_files(timestamp: int) -> None:
    """Delete files that no row knows: what a killed process or a rolled back transaction left behind."""
    keepers: list[Any] = [Document, Paper, apps.get_model("coordination.ReportFile")]
    known = {path for model in keepers for path in model._default_manager.values_list("path", flat=True)}
    storage.sweep(known, older_than=timedelta(hours=24))


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", name="retry_stalled", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: Any, timestamp: int) -> None:
    """Put the jobs of workers that died back in the queue; every minute.

    What comes again by the clock is not put back, nor what has ended its
    worker too often. A paper that nobody makes any more is said to have failed.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        if job.queueing_lock or job.attempts + 1 >= TRIES:
            await manager.finish_job(job, Status.FAILED, delete_job=False)
        else:
            await manager.retry_job(job)
    await sync_to_async(papers.give_up_abandoned)()
