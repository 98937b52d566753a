"""The files that wait to be uploaded: the return that is not yet in, and the same with faults in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sample_data.returns import Line, Return
from sample_data.trackers import class_sheets

UPN, WRITING, MATHS = "UPN", "Writing – Attainment", "Maths – Predicted end of year"


@dataclass(frozen=True, kw_only=True)
class PlantedFault:
    """One slip of the keyboard, and the cell at which reading the file must find it."""

    what: str
    sheet: str
    cell: str


def write_with_faults(path: Path, sent: Return) -> tuple[PlantedFault, ...]:
    """The return as it would have come had four things been mistyped, each in another class."""
    in_class = class_sheets.classes(sent)
    mistyped, no_upn, letter, ambiguous = (in_class[name][3] for name in ("6A", "5B", "4A", "3B"))
    slips = {
        (mistyped.upn, WRITING): ("a mistyped mark", "Expcted"),
        (no_upn.upn, UPN): ("a missing UPN", ""),
        (letter.upn, UPN): ("a UPN with the wrong check letter", _wrong_letter(letter)),
        (ambiguous.upn, MATHS): ("a mark with more than one meaning", "W"),
    }
    class_sheets.write(path, sent, [], {key: text for key, (_, text) in slips.items()})
    return tuple(
        PlantedFault(what=what, sheet=sheet, cell=cell)
        for (upn, heading), (what, _) in slips.items()
        for sheet, cell in (class_sheets.address(sent, upn, heading),)
    )


def _wrong_letter(line: Line) -> str:
    return ("B" if line.upn[0] == "A" else "A") + line.upn[1:]
