"""What a mark means: the spellings that are read, those that are asked about, those that are no mark.

A spelling that two schools use for different things is never guessed: it is asked about, and the answer
is kept for that school. To add a spelling, add it to one of the tables.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from etl.reading.spelling import tidy_text
from etl.vocabulary import JUDGEMENT_LABELS, Judgement


class Reading(StrEnum):
    """What a mark was read as. The first four are the judgements."""

    PKS = "PKS"
    WTS = "WTS"
    EXS = "EXS"
    GDS = "GDS"
    ABSENT = "absent"
    DISAPPLIED = "disapplied"
    LEFT = "left"
    NO_MARK = "blank"  # no row: nothing was judged
    ASK = "ask"  # it has more than one meaning
    UNKNOWN = "unknown"

    @property
    def judgement(self) -> Judgement | None:
        return _JUDGEMENTS.get(self)

    @property
    def is_row(self) -> bool:
        """Whether such a mark becomes a row, with a judgement or without."""
        return self not in (Reading.NO_MARK, Reading.ASK, Reading.UNKNOWN)


_JUDGEMENTS = {Reading(judgement.value): judgement for judgement in Judgement}

# What a school may say a mark means: `reading --set "w+=EXS"`.
ANSWERS: dict[str, Reading] = {
    reading.value.casefold(): reading for reading in Reading if reading not in (Reading.ASK, Reading.UNKNOWN)
}

_SPELLINGS: dict[Reading, str] = {
    Reading.PKS: (
        "pks|pre-key stage|pre key stage|pre-keystage|prekey stage|pk1|pk2|pk3|pk4|pk5|pk6|pkf|pke|pkg"
        "|blw|p1|p1i|p1ii|p2|p2i|p2ii|p3|p3i|p3ii|p4|p5|p6|p7|p8|significantly below|sig below|well below"
        "|sb|b-|pre-key|pre key|prekey|send/out-of-year|out of year"
    ),
    Reading.WTS: (
        "wts|wt|w/t|wts-|wts+|working towards|working toward|towards|working towards the standard"
        "|working towards the expected standard|working towards expected"
        "|working towards expected standard|working towards standard|below|bel|just below|jb"
        "|below expected|below are|emerging|em+|not on track|off track|bare|are-|ns|hnm|has not met"
        "|not met"
    ),
    Reading.EXS: (
        "exs|exp|wa|was|at|are|expected|expected standard|at expected|at the expected standard|working at"
        "|working at expected|working at the expected standard|working at expected standard|securely at"
        "|just at|at are|on track|ot|met|as|meeting|meeting expected"
    ),
    Reading.GDS: (
        "gds|gd|gds+|greater depth|greater depth standard|working at greater depth"
        "|working at a greater depth|at greater depth|exceeding|exceeded|exc|ex+|above|abv|above expected"
        "|above are|mastery|mastered|higher|higher standard|hs|high|significantly above|sig above"
    ),
    Reading.ABSENT: "abs|absent",
    Reading.DISAPPLIED: "disapplied|dis|disapp",
    Reading.LEFT: "l|left|leaver|off roll|off-roll|left school",
    Reading.NO_MARK: (
        "-|--|---|n/a|na|n.a|not applicable|nya|not assessed|not yet assessed|new|nj|new joiner|j"
        "|just arrived|tbc|tba|to be confirmed|to be assessed|no data|no grade"
    ),
}

# Spellings with more than one meaning, and what those are, in words for the person who is asked.
AMBIGUOUS: dict[str, str] = {
    "a": "absent, above or at",
    "b": "below the standard, or a band that begins with b",
    "d": "disapplied or developing",
    "e": "emerging, expected or exceeding",
    "n": "the national standard, no score or no",
    "s": "secure, or the step s",
    "w": "working towards or working within",
    "t": "towards, target or unable to take the test",
    "ab": "absent or above",
    "em": "emerging or pre-key stage",
    "ex": "expected or exceeding",
    "exs+": "expected or exceeding",
    "exs-": "expected or working towards",
    "exp+": "expected or exceeding",
    "exp-": "expected or working towards",
    "ex-": "expected or working towards",
    "are+": "expected or above",
    "at+": "expected or above",
    "at-": "expected or below",
    "developing": "working towards or expected",
    "dev": "working towards or expected",
    "secure": "expected or above",
    "sec": "expected or above",
    "securing": "working towards or expected",
    "just above": "expected or above",
    "ja": "expected or above",
    "bxs": "below the expected standard, or pre-key stage",
    "sa": "securely at or significantly above",
    "1": "a stage, a level or a year group",
    "2": "a stage, a level or a year group",
    "3": "a stage, a level or a year group",
    "4": "a stage, a level or a year group",
    "5": "a stage, a level or a year group",
    "6": "a stage, a level or a year group",
}


@dataclass(frozen=True)
class Pattern:
    """A family of spellings with more than one meaning."""

    expression: re.Pattern[str]
    means: str


AMBIGUOUS_PATTERNS = (
    Pattern(
        re.compile(r"^(band )?[1-6]? ?[bws]\+?$"), "a step of a band, which each school places differently"
    ),
    Pattern(
        re.compile(r"^(?!b-)[a-z][+-]{1,2}$"), "a step above or below a standard, which only the school knows"
    ),
    Pattern(re.compile(r"^[1-6] ?[abc]\+?$"), "an old National Curriculum level, or a step of a band"),
    Pattern(
        re.compile(
            r"^(y|yr|year|band)? ?[1-6] ?[-.:]? ?"
            r"(e|d|s|g|ex|em|dev|sec|wt|exp|gd|emerging|developing|secure|securing|beginning|within|bxs|entering"
            r"|exceeding|mastery)[+-]?$"
        ),
        "a year group's curriculum and a place in it, or a standard",
    ),
)

# A judgement with a year group in front: it means that judgement for a pupil of that year alone.
_YEARED = re.compile(
    r"^(?:y|yr|year)? ?([1-6]) ?[-.:]? ?(pks|wts|exs|gds)$|^(pks|wts|exs|gds) ?[-.:]? ?([1-6])$"
)

_TABLE: dict[str, Reading] = {
    spelling: reading for reading, spellings in _SPELLINGS.items() for spelling in spellings.split("|")
}

# The same with the judgement in words: "Y4 Expected", "Year 4 Working Towards".
_YEARED_WORDS = re.compile(r"^(?:y|yr|year) ?([1-6]) ?[-.:]? ?(.{8,})$")
# Two spellings of one judgement in a cell: "Expected (EXS)", "WTS - Working towards".
_PIECES = re.compile(r"\s*[()\[\]:=]\s*|\s+[-/]\s+")

ALLOWED = "PKS, WTS, EXS or GDS"
# Longer than this a text is not repeated in a message: it may be a sentence about a child.
LONGEST_REPEATED = 12
NOT_REPEATED = "A text of"  # how a message begins that does not repeat one


@dataclass(frozen=True)
class MarkReading:
    reading: Reading
    why: str = ""  # where it is asked about: what it may mean
    learned: bool = False


@lru_cache(maxsize=50_000)
def tidy_mark(text: str) -> str:
    """A mark as it is compared and remembered: lower case, single spaces, no trailing full stop."""
    tidied = tidy_text(text).casefold()
    return tidied.rstrip(".*").strip() if len(tidied) > 1 else tidied


def read_mark(text: str, year_group: int | None, learned: dict[str, str]) -> MarkReading:
    """What a mark means for a pupil of a year group, at a school that has `learned` some spellings.

    A judgement's own code is never relearned.
    """
    mark = tidy_mark(text)
    if not mark:
        return MarkReading(Reading.NO_MARK)
    known = _TABLE.get(mark)
    if known is not None and known.value.casefold() == mark:
        return MarkReading(known)
    if mark in learned:
        answer = ANSWERS.get(learned[mark].casefold())
        if answer is not None:
            return MarkReading(answer, learned=True)
    return _by_table(mark, year_group)


def _pieces(mark: str) -> list[str]:
    found = [piece for piece in _PIECES.split(mark) if piece]
    return found if len(found) > 1 else []


def _of_a_year(mark: str) -> tuple[int, str] | None:
    """The year group and the judgement of a mark such as "3EXS", "EXS 3" or "Y3 Expected"."""
    code = _YEARED.match(mark)
    if code:
        return int(code[1] or code[4]), (code[2] or code[3]).upper()
    if any(pattern.expression.match(mark) for pattern in AMBIGUOUS_PATTERNS):
        return None
    worded = _YEARED_WORDS.match(mark)
    known = _TABLE.get(worded[2]) if worded and worded[2] not in AMBIGUOUS else None
    return (int(worded[1]), known.value) if worded and known is not None and known.judgement else None


@lru_cache(maxsize=50_000)
def _by_table(mark: str, year_group: int | None) -> MarkReading:
    if mark in AMBIGUOUS:
        return MarkReading(Reading.ASK, AMBIGUOUS[mark])
    if mark in _TABLE:
        return MarkReading(_TABLE[mark])
    pieces = {_TABLE.get(piece) if piece not in AMBIGUOUS else None for piece in _pieces(mark)}
    if len(pieces) == 1 and None not in pieces:
        return MarkReading(next(piece for piece in pieces if piece))
    yeared = _of_a_year(mark)
    if yeared:
        year, judgement = yeared
        if year == year_group:
            return MarkReading(Reading(judgement))
        beside = (
            "a pupil whose year group is not known" if year_group is None else "a pupil of another year group"
        )
        return MarkReading(Reading.ASK, f"{judgement} in the curriculum of Year {year}, beside {beside}")
    for pattern in AMBIGUOUS_PATTERNS:
        if pattern.expression.match(mark):
            return MarkReading(Reading.ASK, pattern.means)
    return MarkReading(Reading.UNKNOWN)


def judgement_of(text: str) -> Judgement | None:
    """The judgement that a text is in an unambiguous spelling, or None."""
    return _by_table(tidy_mark(text), None).reading.judgement


@lru_cache(maxsize=10_000)
def is_plain_mark(text: str) -> bool:
    """Whether a text is a judgement in an unambiguous spelling."""
    return judgement_of(text) is not None


@lru_cache(maxsize=10_000)
def is_marklike(text: str) -> bool:
    """Whether a text could be a mark at all: read, or asked about (bare numbers are not)."""
    mark = tidy_mark(text)
    if not mark or mark.isdigit():
        return False
    return _by_table(mark, None).reading not in (Reading.UNKNOWN, Reading.NO_MARK)


@lru_cache(maxsize=10_000)
def nearest(text: str) -> str:
    """The likeliest cure for an unknown mark, as a sentence."""
    close = difflib.get_close_matches(tidy_mark(text), list(_TABLE), n=1, cutoff=0.6)
    reading = _TABLE[close[0]] if close else None
    if reading is None:
        return f"Type {ALLOWED}, or leave the cell blank."
    if reading.judgement:
        return f"Probably {reading.value} ({JUDGEMENT_LABELS[reading.judgement].lower()}). Type {ALLOWED}."
    if reading is Reading.NO_MARK:
        return f"Leave the cell blank where there is no judgement, or type {ALLOWED}."
    return f"Probably {reading.value}: write it in full. Otherwise type {ALLOWED}."


def shown(text: str) -> str:
    """A mark as a message may repeat it."""
    tidied = tidy_text(text)
    return f"“{tidied}”" if len(tidied) <= LONGEST_REPEATED else f"{NOT_REPEATED} {len(tidied)} characters"
