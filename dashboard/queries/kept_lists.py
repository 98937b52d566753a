"""A school's kept lists of pupils, for those who may see its pupils' names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from dashboard.access import Action, Scope, can, check_can
from dashboard.queries.pupils import PupilLine, pupil_list
from dashboard.queries.register import schools
from dashboard.store import fetch_rows
from etl.errors import TrustDataError
from etl.groups import GROUPS
from etl.half_terms import HALF_TERM_NAMES, HalfTerm
from etl.publish.current import Published
from etl.record import pupil_lists
from etl.record.connection import Record
from etl.record.pupil_lists import KeptList
from etl.vocabulary import Subject

HIGHEST_YEAR_GROUP = 6

NAMES = "SELECT DISTINCT surname, forename FROM pupil_half_term WHERE school_urn = $school_urn"
NAMES_OF_SEVERAL = "SELECT DISTINCT surname, forename FROM pupil_half_term WHERE school_urn IN $schools"
REISSUED = "SELECT former_upn, upn FROM upn_history WHERE former_upn IN $upns"

A_UPN = re.compile(r"[A-Z]\d{11}[0-9A-Z]", re.IGNORECASE)
WORDS = re.compile(r"[^\W\d_]+")

# Words that a list is likely to be called by, and that some child may be called by too.
OUR_WORDS = frozenset(
    word.casefold()
    for text in (*HALF_TERM_NAMES, *(one.label for one in Subject), "reading writing maths year group class")
    for word in WORDS.findall(text)
)
GROUP_WORDS = tuple(text for one in GROUPS.values() for text in (one.label, *one.values.values()))


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A kept list's pupils as they stand in a half-term. `gone`: how many are not on the school's roll."""

    kept: KeptList
    year_group: int
    lines: tuple[PupilLine, ...]
    gone: int


def kept_lists(record: Record, scope: Scope, school_urn: int) -> list[KeptList]:
    """The newest first. Raises AccessDenied where the scope may see no names there."""
    check_can(scope, Action.SEE_PUPILS, school_urn)
    with record.reading() as connection:
        return pupil_lists.lists_of(connection, school_urn)


def standing(published: Published, scope: Scope, kept: KeptList, half_term: HalfTerm) -> Standing:
    """Who of a list is on roll in a half-term, by name; the year group is the one they are in by then.

    Raises AccessDenied where the scope may see no names there.
    """
    year_group = kept.year_group + half_term.starts - kept.half_term.starts
    check_can(scope, Action.SEE_PUPILS, kept.urn)
    lines: list[PupilLine] = []
    if year_group <= HIGHEST_YEAR_GROUP:
        present = _present_upns(published, kept.upns)
        lines = [
            line
            for line in pupil_list(published, scope, kept.urn, half_term, year_group)
            if line.upn in present
        ]
    return Standing(kept=kept, year_group=year_group, lines=tuple(lines), gone=len(kept.upns) - len(lines))


def check_name(published: Published, scope: Scope, school_urn: int, name: str) -> None:
    """Raises TrustDataError where what a list is to be called holds a UPN, or a name of one of the school's
    pupils past or present; AccessDenied where the scope may see no names there."""
    check_can(scope, Action.SEE_PUPILS, school_urn)
    if A_UPN.search(name):
        raise TrustDataError("A list's name must not hold a UPN. Call it after what it is for.")
    said = set(_words(name)) - OUR_WORDS
    rows = fetch_rows(published, NAMES, {"school_urn": school_urn})
    if any(said & set(_words(part)) for row in rows for part in row.values() if part):
        raise TrustDataError(
            "A list's name must not hold a pupil's name, and a word of this one is the name of a pupil here. "
            "Call it after what it is for, such as “Maths, mornings”."
        )


def check_shared_name(published: Published, scope: Scope, name: str) -> None:
    """The same for a name that stands before every school: no pupil of a school whose names the scope sees.

    Of other schools it tells nothing: a word refused would be known for a child's name there. What the
    trust's schools and our groups are called may be said.
    """
    if A_UPN.search(name):
        raise TrustDataError("What all may read must not hold a UPN. Call it after what it is for.")
    named = schools(published)
    theirs = [urn for urn in named if can(scope, Action.SEE_PUPILS, urn)]
    ours = {word for text in (*named.values(), *GROUP_WORDS) for word in _words(text)}
    said = set(_words(name)) - OUR_WORDS - ours
    rows = fetch_rows(published, NAMES_OF_SEVERAL, {"schools": theirs}) if said and theirs else []
    if any(said & set(_words(part)) for row in rows for part in row.values() if part):
        raise TrustDataError(
            "What all may read must not hold a pupil's name, and a word of this is the name of a pupil. "
            "Call it after what it is for, or keep it for yourself."
        )


def _present_upns(published: Published, upns: tuple[str, ...]) -> set[str]:
    """Those that were issued anew, as they are now."""
    reissued = {
        row["former_upn"]: row["upn"] for row in fetch_rows(published, REISSUED, {"upns": list(upns)})
    }
    return {reissued.get(upn, upn) for upn in upns}


def _words(text: str) -> list[str]:
    """Each word without accents and capitals; of a double name both."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return [word.casefold() for word in WORDS.findall(plain) if len(word) > 1]
