"""Background work on documents. Payloads carry ids only."""

from datetime import timedelta

from procrastinate.contrib.django import app

from coordination.documents import papers, storage
from coordination.documents.models import Document, Paper


@app.task(queue="papers", name="make_paper")
def make_paper(paper: str) -> None:
    """Make one paper that somebody waits for."""
    papers.make(Paper.objects.select_related("case__municipality", "requested_by").get(pk=paper))


@app.periodic(cron="17 3 * * *")
@app.task(queue="upkeep", name="sweep_files", queueing_lock="sweep_files")
def sweep_files(timestamp: int) -> None:
    """Delete files that no row knows: what a killed process or a rolled back transaction left behind."""
    known = set(Document.objects.values_list("path", flat=True)) | set(Paper.objects.values_list("path", flat=True))
    storage.sweep(known, older_than=timedelta(hours=24))
