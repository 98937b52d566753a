"""What a file is, told by its content; its name is never believed."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from etl.containers import limits
from etl.containers.compound_file import CompoundFile, CompoundFileError
from etl.errors import UnreadableFileError

_SAVE_AS = "Send the tracker itself, saved as .xlsx, .xls, .ods or .csv."


@dataclass(frozen=True)
class Signature:
    """The first bytes of something that is not a spreadsheet, and what to call it."""

    starts: bytes
    name: str


SIGNATURES = (
    Signature(b"%PDF", "a PDF"),
    Signature(b"\x89PNG", "a picture"),
    Signature(b"\xff\xd8\xff", "a picture"),
    Signature(b"GIF8", "a picture"),
    Signature(b"BM", "a picture"),
    Signature(b"{\\rtf", "a Word document"),
    Signature(b"SQLite format 3", "a database"),
    Signature(b"PAR1", "a Parquet file"),
    Signature(b"\x1f\x8b", "a compressed archive"),
    Signature(b"7z\xbc\xaf", "a compressed archive"),
    Signature(b"Rar!", "a compressed archive"),
    Signature(b"\x7fELF", "a program"),
    Signature(b"MZ", "a program"),
)

# Part names that tell the kinds of zip file apart, in the order they are tried.
_ZIP_PARTS = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a presentation"),
    ("index/document.iwa", "an Apple Numbers file"),
    ("index.zip", "an Apple Numbers file"),
    ("content.xml", "ods"),
)
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"

SPREADSHEET_KINDS = ("xlsx", "xlsb", "ods", "xls", "text")


def kind_of(raw: bytes) -> str:
    """One of SPREADSHEET_KINDS; raises UnreadableFileError, saying what it is, for anything else."""
    if not raw.strip():
        raise UnreadableFileError(limits.EMPTY)
    if raw.startswith(b"PK\x03\x04"):
        return _zip_kind(raw)
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound_kind(raw)
    for signature in SIGNATURES:
        if (
            raw.startswith(signature.starts)
            and b"\x00" in raw[:4000]
            or (raw.startswith(signature.starts) and len(signature.starts) > 3)
        ):
            raise UnreadableFileError(f"The file is {signature.name}, not a spreadsheet. {_SAVE_AS}")
    if raw.startswith(b"PK"):
        raise UnreadableFileError(limits.DAMAGED)
    start = raw[:4000].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta")):
        raise UnreadableFileError(
            "The file is a web page under a spreadsheet's name. Open it in Excel, save it as .xlsx and "
            "send that."
        )
    if start.startswith((b"<?xml", b"<ctfile")):
        if b"office:spreadsheet" in start:
            raise UnreadableFileError(
                "The file is an Excel 2003 XML spreadsheet. Open it in Excel, save it as .xlsx and send that."
            )
        if b"<ctfile" in start:
            raise UnreadableFileError(
                "The file is a Common Transfer File (CTF), not a spreadsheet of marks. " + _SAVE_AS
            )
        raise UnreadableFileError(f"The file is XML, not a spreadsheet. {_SAVE_AS}")
    return "text"


def _zip_kind(raw: bytes) -> str:
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
        parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as fault:
        raise UnreadableFileError(limits.DAMAGED) from fault
    check_unpacked(parts)
    names = {part.filename.lower().replace("\\", "/").lstrip("/") for part in parts}
    for name, kind in _ZIP_PARTS:
        if name not in names:
            continue
        if kind == "ods":
            return _open_document_kind(archive, names)
        if kind in SPREADSHEET_KINDS:
            return kind
        raise UnreadableFileError(f"The file is {kind}, not a spreadsheet that can be read. {_SAVE_AS}")
    if "[content_types].xml" in names and any(name.endswith("workbook.xml") for name in names):
        return "xlsx"
    raise UnreadableFileError(f"The file is a compressed archive (zip), not a spreadsheet. {_SAVE_AS}")


def _open_document_kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    try:
        if "mimetype" in names and not archive.read("mimetype").strip().startswith(_ODS_TYPE):
            raise UnreadableFileError(f"The file is an OpenDocument file but not a spreadsheet. {_SAVE_AS}")
        if "meta-inf/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise UnreadableFileError(limits.ENCRYPTED)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, RuntimeError) as fault:
        raise UnreadableFileError(limits.DAMAGED) from fault
    return "ods"


def check_unpacked(parts: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive that would unpack to something enormous, before any of it is unpacked."""
    if len(parts) > limits.MAX_PARTS:
        raise UnreadableFileError(limits.BOMB)
    if any(part.flag_bits & 0x1 for part in parts):
        raise UnreadableFileError(limits.ENCRYPTED)
    for part in parts:
        if part.file_size > 5_000_000 and part.file_size > limits.MAX_RATIO * max(1, part.compress_size):
            raise UnreadableFileError(limits.BOMB)
    if sum(part.file_size for part in parts) > limits.MAX_UNPACKED_BYTES:
        raise UnreadableFileError(limits.BOMB)


def _compound_kind(raw: bytes) -> str:
    try:
        names = {name.lower() for name in CompoundFile(raw).names()}
    except CompoundFileError as fault:
        raise UnreadableFileError(limits.DAMAGED) from fault
    if "encryptedpackage" in names:
        raise UnreadableFileError(limits.ENCRYPTED)
    if "workbook" in names or "book" in names:
        return "xls"
    if "worddocument" in names:
        raise UnreadableFileError(f"The file is a Word document, not a spreadsheet. {_SAVE_AS}")
    if "powerpoint document" in names:
        raise UnreadableFileError(f"The file is a presentation, not a spreadsheet. {_SAVE_AS}")
    raise UnreadableFileError(f"The file is not a spreadsheet. {_SAVE_AS}")
