"""A file that somebody sends, with what they say of it."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.uploads import Upload
from etl.half_terms import HalfTerm
from etl.returns.differing import NOTHING_KEPT, Keeping


@dataclass(frozen=True)
class Sending:
    """Whose file it is (None: it says so itself), of which half-term, and how it joins what stands."""

    upload: Upload
    school_urn: int | None
    half_term: HalfTerm
    replace_whole: bool = False
    keep: Keeping = NOTHING_KEPT
