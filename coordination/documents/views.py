"""Pages for documents: the list, adding one, fetching one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.cases.models import Case
from coordination.documents import actions, storage
from coordination.documents.forms import FileForm, UploadForm
from coordination.documents.models import Document, Paper
from coordination.history.recording import note_reading
from coordination.sharing.entry_views import own_agency
from coordination.sharing.models import Consent
from permissions import policy
from permissions.roles import Act


@login_required
@require_safe
def documents(request: HttpRequest, reference: str) -> HttpResponse:
    """List the documents and papers of the case that the reader may fetch now."""
    case = get_object_or_404(policy.visible(request.user, Act.VIEW, Case.objects.all()), reference=reference)
    note_reading(request.user, case, "documents")
    files = policy.visible(request.user, Act.VIEW, Document.objects.filter(case=case))
    papers = policy.visible(request.user, Act.VIEW, Paper.objects.filter(case=case))
    context = {
        "case": case,
        "documents": files.select_related("entry__agency", "entry__author", "entry__case"),
        "papers": papers[:20],
        "may_write": policy.can(request.user, Act.WRITE, case),
    }
    return render(request, "documents/documents.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def document_upload(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a document of the own agency, and choose who else reads it."""
    case = get_object_or_404(policy.visible(request.user, Act.WRITE, Case.objects.all()), reference=reference)
    agency = own_agency(request, case)
    form = UploadForm(request.POST or None, request.FILES or None, case=case, agency=agency)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.add_document(
                case,
                by=request.user,
                agency=agency,
                name=data["file"].name,
                data=form.data_read,
                topic=data["topic"],
                title=data["title"],
                share_with=data["agencies"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        except OSError:
            form.add_error("file", _("The file could not be kept: the disk has no room. Tell the support."))
        else:
            messages.success(request, _("The document is added."))
            return redirect("documents", reference=reference)
    context = {"case": case, "form": form, "agency": agency}
    return render(request, "documents/upload.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def consent_scan(request: HttpRequest, pk: str) -> HttpResponse:
    """Keep the signed form of a consent."""
    rows = policy.visible(request.user, Act.COORDINATE, Consent.objects.select_related("case", "giver"))
    consent = get_object_or_404(rows, pk=pk, scan=None)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.attach_scan(consent, by=request.user, name=form.cleaned_data["file"].name, data=form.data_read)
        except ValidationError as error:
            form.add_error("file", error)
        except OSError:
            form.add_error("file", _("The file could not be kept: the disk has no room. Tell the support."))
        else:
            messages.success(request, _("The signed form is kept."))
            return redirect("consent", reference=consent.case.reference)
    context = {"case": consent.case, "consent": consent, "form": form}
    return render(request, "documents/scan.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def document_download(request: HttpRequest, pk: str) -> HttpResponse:
    """Hand out a document to those who may read its entry now, and note it."""
    rows = policy.visible(request.user, Act.VIEW, Document.objects.select_related("case"))
    document = get_object_or_404(rows, pk=pk)
    note_reading(request.user, document.case, "document", document)
    return file_response(storage.read(document.path), document.content_type, document.name)


def file_response(data: bytes, content_type: str, name: str) -> HttpResponse:
    """Return a file as an attachment that no browser opens inside our pages."""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
