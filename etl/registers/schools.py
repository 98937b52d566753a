"""Schools from a Get Information About Schools download, or from a plain list of urn and name."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from etl.record.schools import School
from etl.registers.table import Entry, RegisterError, read_table

SPELLINGS: dict[str, tuple[str, ...]] = {
    "urn": ("URN",),
    "name": ("EstablishmentName", "school", "school name"),
    "la_code": ("LA (code)", "la code"),
    "establishment": ("EstablishmentNumber",),
    "status": ("EstablishmentStatus (name)", "EstablishmentStatus"),
    "phase": ("PhaseOfEducation (name)", "PhaseOfEducation"),
    "trust": ("Trusts (name)", "Trusts"),
    "laestab": ("LAESTAB",),
    "la_name": ("LA (name)",),
    "region": ("GOR (name)",),
    "religious_character": ("ReligiousCharacter (name)",),
    "capacity": ("SchoolCapacity",),
    "pupils": ("NumberOfPupils",),
    "fsm_percent": ("PercentageFSM",),
    "linked": ("Linked establishments",),
}


def read_schools(path: Path, *, urns: Collection[int] = (), trust: str | None = None) -> list[School]:
    """The open establishments of a file: all of them, or those of `urns` or of a trust.

    Closed ones, and those proposed to open, are left out. Raises RegisterError where nothing is left or a
    named URN is not in the file.
    """
    table = read_table(path, SPELLINGS, ("urn", "name"))
    # A download of a whole authority holds schools that are none of ours: only the chosen rows are read
    # closely.
    chosen = [entry for entry in table if _is_chosen(entry, urns, trust)]
    found: dict[int, School] = {}
    for entry in chosen:
        urn = entry.urn("urn")
        name = entry.needed("name")
        if urn is None and not entry.text("urn"):
            entry.needed("urn")
        if urn in found:
            entry.fault("urn", f"URN {urn} stands in an earlier row too.")
        if urn is not None:
            found[urn] = School(
                urn=urn,
                name=name,
                laestab=_laestab(entry),
                la_code=entry.text("la_code") or None,
                phase=entry.text("phase") or None,
                la_name=entry.text("la_name") or None,
                region=entry.text("region") or None,
                religious_character=entry.text("religious_character") or None,
                capacity=_whole(entry.text("capacity")),
                pupils=_whole(entry.text("pupils")),
                fsm_percent=_percent(entry.text("fsm_percent")),
                predecessors=_predecessors(entry.text("linked"), urn),
            )
    table.raise_faults()
    missing = sorted(set(urns) - found.keys())
    if missing:
        raise RegisterError(
            f"{path.name} holds no open school with URN {', '.join(map(str, missing))}. Nothing was taken in."
        )
    if not found:
        whose = f" of a trust called “{trust}”" if trust else ""
        raise RegisterError(f"{path.name} holds no open school{whose}. Nothing was taken in.")
    return list(found.values())


def _is_chosen(entry: Entry, urns: Collection[int], trust: str | None) -> bool:
    status = entry.text("status").lower()
    if status and not status.startswith("open"):
        return False
    if urns:
        return entry.text("urn") in {str(urn) for urn in urns}
    if trust is not None:
        return entry.text("trust").casefold() == " ".join(trust.split()).casefold()
    return True


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,6}", text) else None


def _percent(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d{1,3}(\.\d+)?", text) and float(text) <= 100 else None


def _predecessors(text: str, urn: int) -> tuple[int, ...]:
    """The URNs of “124935 Predecessor, 124936 Predecessor - merged”; a school is not its own."""
    found = {int(one) for one in re.findall(r"\b(\d{6})\s+Predecessor", text)}
    return tuple(sorted(found - {urn}))


def _laestab(entry: Entry) -> str | None:
    if entry.text("laestab"):
        return entry.text("laestab").replace("/", "")
    la_code, establishment = entry.text("la_code"), entry.text("establishment")
    return f"{la_code}{establishment.zfill(4)}" if la_code and establishment else None
