"""What WeasyPrint leaves open for an archival and accessible PDF, done with pikepdf.

WeasyPrint writes PDF/A-3a. Here the PDF/UA-1 claim is added (with the schema
description that PDF/A asks for), headers of tables get their scope, and what
stands in the margins of each page is marked as page furniture.
"""

from io import BytesIO
from typing import Any

import pikepdf
from lxml import etree
from pikepdf import Array, Dictionary, Name, String

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
UA_CLAIM = f"""<rdf:RDF xmlns:rdf="{RDF}">
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates which part of ISO 14289 the file claims to follow</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""


class Unexpected(Exception):
    """The file holds something nobody put there."""


def finish(data: bytes, *, title: str, language: str, attachments: list[str]) -> bytes:
    """Return the PDF with its claims, scopes and marks; the same bytes for the same input."""
    with pikepdf.open(BytesIO(data)) as pdf:
        _check_files(pdf, attachments)
        _name(pdf, title, language)
        _claim(pdf)
        reached = _walk(pdf)
        for number, page in enumerate(pdf.pages):
            _mark_furniture(pdf, page, number, reached)
        pdf.remove_unreferenced_resources()
        out = BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _check_files(pdf: pikepdf.Pdf, expected: list[str]) -> None:
    """Refuse a file that carries other files than the ones handed in, wherever they hide."""
    specs = [o for o in pdf.objects if isinstance(o, Dictionary) and ("/EF" in o or o.get("/Type") == "/Filespec")]
    streams = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Type") == "/EmbeddedFile"]
    if sorted(str(o.get("/UF", "")) for o in specs) != sorted(expected) or len(streams) != len(expected):
        raise Unexpected("an embedded file that nobody handed in")
    active = {"/Launch", "/JavaScript", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"}
    if any(isinstance(o, Dictionary) and str(o.get("/S", "")) in active for o in pdf.objects):
        raise Unexpected("an action")


def _name(pdf: pikepdf.Pdf, title: str, language: str) -> None:
    pdf.Root.Lang = String(language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.docinfo["/Title"] = title


def _claim(pdf: pikepdf.Pdf) -> None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=True)
    meta = etree.fromstring(pdf.Root.Metadata.read_bytes(), parser)
    rdf = meta.find(f"{{{RDF}}}RDF")
    if rdf is None:
        raise Unexpected("metadata without a description")
    rdf.extend(list(etree.fromstring(UA_CLAIM.encode(), parser)))
    body = etree.tostring(meta, encoding="utf-8", pretty_print=True)
    packet = b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n' + body + b'<?xpacket end="w"?>'
    pdf.Root.Metadata = pdf.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)


def _walk(pdf: pikepdf.Pdf) -> set[tuple[int, int]]:
    """Visit the tree of tags: give header cells their scope, index them, and tell which elements belong to it."""
    reached: set[tuple[int, int]] = set()
    named: dict[str, Any] = {}
    waiting: list[tuple[Any, bool]] = [(pdf.Root.StructTreeRoot, False)]
    while waiting:
        element, in_head = waiting.pop()
        if not isinstance(element, Dictionary):
            continue
        reached.add(element.objgen)
        kind = str(element.get("/S", ""))
        if kind == "/TH":
            _scope(element, in_head)
        if "/ID" in element:
            named[str(element.ID)] = element
        kids = element.get("/K", Array())
        waiting += [(kid, in_head or kind == "/THead") for kid in (kids if isinstance(kids, Array) else [kids])]
    if named:
        names = Array([part for key in sorted(named) for part in (String(key), named[key])])
        pdf.Root.StructTreeRoot.IDTree = pdf.make_indirect(Dictionary(Names=names))
    return reached


def _scope(cell: Any, in_head: bool) -> None:
    attributes = cell.get("/A", Dictionary(O=Name.Table))
    attributes["/Scope"] = Name.Column if in_head else Name.Row
    cell["/A"] = attributes


def _mark_furniture(pdf: pikepdf.Pdf, page: pikepdf.Page, number: int, reached: set[tuple[int, int]]) -> None:
    """Turn marks that lead to no element of the tree (running heads and feet) into artifacts."""
    owners = _owners(pdf, number)
    loose = {i for i, owner in enumerate(owners) if not isinstance(owner, Dictionary) or owner.objgen not in reached}
    if not loose:
        return
    program = []
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = instruction.operands, instruction.operator
        if str(operator) == "BDC" and isinstance(operands[1], Dictionary) and operands[1].get("/MCID") in loose:
            program.append(([Name.Artifact, Dictionary(Type=Name.Pagination)], operator))
        else:
            program.append((list(operands), operator))
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(program))
    for mark in loose:
        owners[mark] = None


def _owners(pdf: pikepdf.Pdf, number: int) -> Any:
    nums = pdf.Root.StructTreeRoot.ParentTree.Nums
    pairs = {int(nums[i]): nums[i + 1] for i in range(0, len(nums), 2)}
    return pairs[number]
