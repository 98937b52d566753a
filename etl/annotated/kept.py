"""What a copy made with openpyxl cannot keep, by what a workbook holds: said on the Fix list."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from etl.containers import ooxml


@dataclass(frozen=True)
class Loss:
    """Something that a workbook may hold, told by the name of a part or by words at a sheet's end."""

    said: str
    parts: str = ""
    words: tuple[bytes, ...] = ()


LOSSES = (
    Loss("Macros are left out; marks are read without them.", r"vbaproject\.bin$"),
    Loss("Charts, pictures and shapes may be missing or plainer.", r"^xl/(charts|media|drawings)/[^/]+$"),
    Loss(
        "Buttons, tick boxes and other controls are left out.",
        r"^xl/(ctrlprops|activex)/",
        (b'ObjectType="Button"', b'ObjectType="Checkbox"', b'ObjectType="Drop"'),
    ),
    Loss("Slicers and timelines are left out.", r"^xl/(slicers|timelines)/"),
    Loss("Connections to data outside the workbook are left out.", r"^xl/(connections\.xml|querytables/)"),
    Loss("Documents within the workbook are left out.", r"^xl/embeddings/"),
    Loss("The workbook's digital signature is left out.", r"^_xmlsignatures/"),
    Loss("Conversations in comments are kept as plain comments.", r"^xl/threadedcomments/"),
    Loss("Some newer conditional formats are left out.", words=(b"x14:conditionalFormatting ",)),
    Loss("Drop-down lists taken from other sheets are left out.", words=(b"x14:dataValidation ",)),
    Loss("Small charts within cells are left out.", words=(b"sparklineGroup ", b"sparklineGroup>")),
)

OWN_COMMENTS = "Your own comments are kept, their size and fonts are not."
FORMATS_CUT = "Formats of blank cells far from the table are left out."


def losses(raw: bytes) -> list[str]:
    """What of a workbook will not be in its copy, in sentences."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = ooxml.part_names(archive)
        names = [name for name in parts if not name.endswith((".vml", ".rels"))]
        told_by_words = [*ooxml.sheet_parts(archive).values()]
        told_by_words += [part for name, part in parts.items() if name.endswith(".vml")]
        ends = [archive.read(part)[-200_000:] for part in told_by_words]
    return [
        loss.said
        for loss in LOSSES
        if (loss.parts and any(re.search(loss.parts, name) for name in names))
        or any(word in end for word in loss.words for end in ends)
    ]
