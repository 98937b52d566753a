"""Which places' rows of a national file are kept: ours, our authorities, the regions and England."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum

from etl.record.schools import School

# The nine regions by their names, with the codes that the Office for National Statistics gives them. All are
# kept: they are few, and which one is ours is known only where a GIAS download said so.
REGIONS: dict[str, str] = {
    "North East": "E12000001",
    "North West": "E12000002",
    "Yorkshire and The Humber": "E12000003",
    "East Midlands": "E12000004",
    "West Midlands": "E12000005",
    "East of England": "E12000006",
    "London": "E12000007",
    "South East": "E12000008",
    "South West": "E12000009",
}
_BY_TIDY_NAME = {re.sub(r"[^a-z]", "", name.lower()): name for name in REGIONS}


# Raised when a file that was taken in before would now be read otherwise: it is then read again.
READ_BY = 1


class Match(IntEnum):
    """How a row is known to be about one of our schools. The lowest is the surest."""

    OWN_URN = 1
    PREDECESSOR = 2  # the URN the school had before, which the file or the register names
    LAESTAB = 3  # the same authority and establishment number under another URN


@dataclass(frozen=True)
class Places:
    """The places that a trust's register gives rise to."""

    names: dict[int, str]
    laestabs: dict[str, int] = field(default_factory=dict)
    predecessors: dict[int, int] = field(default_factory=dict)  # former URN -> ours
    authorities: frozenset[str] = frozenset()

    @classmethod
    def of(cls, schools: Iterable[School]) -> Places:
        held = list(schools)
        return cls(
            names={one.urn: one.name for one in held},
            laestabs={one.laestab: one.urn for one in held if one.laestab},
            predecessors={former: one.urn for one in held for former in one.predecessors},
            authorities=frozenset(code for one in held if (code := one.la_code or (one.laestab or "")[:3])),
        )

    def school_of(self, urn: str, converted_to: str = "", laestab: str = "") -> tuple[int, Match] | None:
        """Our school that a row is about, and how that is known; None where it is somebody else's."""
        own = _whole(urn)
        if own in self.names:
            return own, Match.OWN_URN
        if _whole(converted_to) in self.names:
            return _whole(converted_to), Match.PREDECESSOR
        if own in self.predecessors:
            return self.predecessors[own], Match.PREDECESSOR
        found = self.laestabs.get(re.sub(r"\D", "", laestab))
        return None if found is None else (found, Match.LAESTAB)

    @property
    def fingerprint(self) -> str:
        """Changes whenever other rows of a national file would be kept, or be read otherwise."""
        parts = (
            READ_BY,
            sorted(self.names),
            sorted(self.laestabs.items()),
            sorted(self.predecessors.items()),
        )
        return hashlib.sha256(repr((parts, sorted(self.authorities))).encode()).hexdigest()


def region(name: str) -> tuple[str, str] | None:
    """A region's (code, name), however a file spells it; None for what is no region of England."""
    found = _BY_TIDY_NAME.get(re.sub(r"[^a-z]", "", name.lower()))
    return None if found is None else (REGIONS[found], found)


def _whole(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{5,7}", text.strip()) else -1
