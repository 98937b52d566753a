"""What a file's name says of it, and what the person who loads it says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from etl.open_data.rows import Release

_YEARS = re.compile(r"(?<!\d)(20\d\d)[-_ /]?(?:20)?(\d\d)(?!\d)")
_RELEASE = re.compile(r"provisional|revised|final", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """`starts` is what a person said, `named_starts` what the name says; None where neither says anything."""

    starts: int | None = None
    named_starts: int | None = None
    release: Release | None = None

    @classmethod
    def by(cls, path: Path, starts: int | None = None, release: Release | None = None) -> Told:
        named = {int(one[1]) for one in _YEARS.finditer(path.stem) if (int(one[1]) + 1) % 100 == int(one[2])}
        words = {Release(found.lower()) for found in _RELEASE.findall(path.stem)}
        return cls(
            starts=starts,
            # A name with several years (2016_to_2023) says nothing about one.
            named_starts=next(iter(named)) if len(named) == 1 else None,
            release=release or (next(iter(words)) if len(words) == 1 else None),
        )
