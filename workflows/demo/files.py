"""Small files for the demonstration, made when they are needed."""

import io


def pdf(heading: str, lines: list[str]) -> bytes:
    """Return a PDF of one page with a heading and some lines."""
    import pikepdf

    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    fonts = {"/F1": pikepdf.Dictionary({key: pikepdf.Name(value) for key, value in font.items()})}
    page.obj["/Resources"] = pikepdf.Dictionary({"/Font": pikepdf.Dictionary(fonts)})
    shown = [
        f"/F1 18 Tf 72 760 Td ({_escaped(heading)}) Tj /F1 11 Tf",
        *(f"0 -22 Td ({_escaped(t)}) Tj" for t in lines),
    ]
    page.obj["/Contents"] = document.make_stream(("BT " + " ".join(shown) + " ET").encode("cp1252"))
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "()\\" else c for c in text)
