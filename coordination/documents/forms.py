from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coordination.documents.checking import ACCEPT, check
from coordination.sharing.forms import ShareForm
from coordination.sharing.models import Topic


class FileForm(forms.Form):
    """One file, read and checked."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, PNG, JPEG or plain text, at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        max_length=150,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.data_read = b""

    def clean_file(self) -> Any:
        """Read the file and refuse what may not be kept."""
        file = self.cleaned_data["file"]
        if file.size > 10 * 1024 * 1024:
            raise ValidationError(_("The file is larger than 10 MB. Make it smaller or divide it."))
        self.data_read = file.read()
        check(file.name, self.data_read)
        return file


class UploadForm(FileForm, ShareForm):
    """A file of the own agency, shared with nobody unless chosen."""

    topic = forms.ChoiceField(label=_("What is it about?"), choices=Topic.choices)
    title = forms.CharField(
        label=_("Heading"), max_length=120, required=False, help_text=_("Without one, the name of the file is shown.")
    )
    field_order = ("file", "topic", "title", "agencies")
