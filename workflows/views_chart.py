"""The process of a case for other tools."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from coordination.cases.models import Case
from permissions import policy
from permissions.roles import Act
from workflows.flows import flow_of
from workflows.picture import bpmn


@login_required
@require_safe
def case_bpmn(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand out the process by which a case goes, as BPMN. It is the same for all cases of a kind and holds no data."""
    rows = policy.visible(request.user, Act.READ_HISTORY, Case.objects.all())
    flow = flow_of(get_object_or_404(rows, reference=reference))
    return HttpResponse(
        bpmn(flow),
        content_type="application/xml",
        headers={"Content-Disposition": f'attachment; filename="{flow.__name__.lower()}.bpmn"'},
    )
