"""Which files may be kept: by name, by signature, and by opening them.

All three must agree. Anything else is refused with a sentence that says what to do.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000


@dataclass(frozen=True)
class FileKind:
    """One kind of file: its content type, how it begins, and how to open it."""

    content_type: str
    signature: bytes
    opens: Callable[[bytes], None]


def _open_pdf(data: bytes) -> None:
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        if not pdf.pages or pdf.attachments:
            raise ValueError("no pages, or files inside")


def _open_picture(data: bytes) -> None:
    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise ValueError("too many pixels")
        picture.verify()


def _open_text(data: bytes) -> None:
    if "\0" in data.decode("utf-8"):
        raise ValueError("not a text")


KINDS = {
    "pdf": FileKind("application/pdf", b"%PDF-", _open_pdf),
    "png": FileKind("image/png", b"\x89PNG\r\n\x1a\n", _open_picture),
    "jpg": FileKind("image/jpeg", b"\xff\xd8\xff", _open_picture),
    "jpeg": FileKind("image/jpeg", b"\xff\xd8\xff", _open_picture),
    "txt": FileKind("text/plain; charset=utf-8", b"", _open_text),
}
ACCEPT = ",".join(f".{ending}" for ending in KINDS)


def check(name: str, data: bytes) -> str:
    """Return the content type of a file that may be kept. Raises ValidationError."""
    kind = KINDS.get(name.rpartition(".")[2].lower())
    if kind is None:
        raise ValidationError(_("This type of file cannot be kept. Use PDF, PNG, JPEG or plain text."))
    if not data:
        raise ValidationError(_("The file is empty."))
    if len(data) > MAX_BYTES:
        raise ValidationError(_("The file is larger than 10 MB. Make it smaller or divide it."))
    if not data.startswith(kind.signature) or not _opens(kind, data):
        raise ValidationError(_("The file is damaged, protected, or not what its name says. Save it again and try."))
    return kind.content_type


def _opens(kind: FileKind, data: bytes) -> bool:
    try:
        kind.opens(data)
    except Exception:  # Every parser fails in its own ways; any of them means "no".
        return False
    return True
