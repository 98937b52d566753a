"""From a heading's words to what its column holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from etl.reading import headings
from etl.reading.half_term_words import SaidHalfTerm, find_half_terms
from etl.reading.headings import Phrase, phrases
from etl.reading.spelling import comparable, words
from etl.vocabulary import Kind, Subject


class Part(Enum):
    SUBJECT = "subject"
    SHORT_SUBJECT = "short subject"
    KIND = "kind"
    ANY_KIND = "marks of any kind"
    YEAR_END = "year end"
    SCORE = "score"
    NOISE = "noise"
    MARK_CODE = "mark code"
    SHORT_KIND = "short kind"
    NOT_USED = "not used"


def _phrase_table() -> dict[Phrase, list[tuple[Part, object]]]:
    table: dict[Phrase, list[tuple[Part, object]]] = {}

    def add(spellings: str, part: Part, value: object) -> None:
        for phrase in phrases(spellings):
            table.setdefault(phrase, []).append((part, value))

    for subject, spellings in headings.SUBJECTS.items():
        add(spellings, Part.SUBJECT, subject)
    for subject, spellings in headings.SHORT_SUBJECTS.items():
        add(spellings, Part.SHORT_SUBJECT, subject)
    for kind, spellings in headings.KINDS.items():
        add(spellings, Part.KIND, kind)
    add(headings.ANY_KIND, Part.ANY_KIND, None)
    add(headings.YEAR_END, Part.YEAR_END, None)
    add(headings.SCORES, Part.SCORE, None)
    for reason, spellings in headings.NOT_USED.items():
        add(spellings, Part.NOT_USED, reason)
    add(headings.NOISE, Part.NOISE, None)
    add(headings.MARK_CODES, Part.MARK_CODE, None)
    for kind, spellings in headings.SHORT_KINDS.items():
        add(spellings, Part.SHORT_KIND, kind)
    return table


_TABLE = _phrase_table()
_LONGEST = max(map(len, _TABLE))
_BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_YEAR_GROUP = re.compile(
    r"(?<![a-z0-9])(?:nc )?(?:year group|year|yr|y)\s?0?([1-6])(?![\d/])(?!\s*[-&]\s*\d)"
)
_RECEPTION = re.compile(r"(?<![a-z0-9])(?:reception|year r|yr r)(?![a-z0-9])")
# "EOY6 target": the year-end of Year 6.
_YEAR_END_OF = re.compile(r"(?<![a-z0-9])(eoy)\s?([1-6])(?!\d)")
# "AP3" beside the half-term that it is; alone it is for the school to say which that is.
_POINT = re.compile(r"(?<![a-z0-9])(?:ap|dc|dd|ppm|assessment point|data drop|drop)\s?[1-9](?![a-z0-9])")
# Joined headings of exports: `Summative Assessment$Spring End of Term$3$Reading`.
_LONE_YEAR = re.compile(r"\$\s*(?:year|yr|y)?\s*([0-6r])\s*(?=\$|$)")


@dataclass(frozen=True)
class HeadingMeaning:
    """What a heading says. A column of marks has at least a subject, a kind or a half-term.

    `field` is one of `headings.FIELDS`. `not_used` says why a column is left out. `unknown` are the words
    that were not understood: they are a doubt where the rest is about a mark. Short subjects and kinds and
    the codes of marks are believed or passed over only where the table bears them out.
    """

    field: str | None = None
    subject: Subject | None = None
    short_subject: Subject | None = None
    kind: Kind | None = None
    short_kind: Kind | None = None
    mark_codes: int = 0  # how many different ones it names
    any_kind: bool = False  # says "judgement", "grade" or the like
    year_end: bool = False
    half_term: SaidHalfTerm | None = None
    several_half_terms: bool = False
    year_group: int | None = None
    score: bool = False
    certain_score: bool = False
    not_used: str | None = None
    unknown: Phrase = ()
    several: bool = False  # more than one subject, or kinds that contradict each other

    @property
    def about_marks(self) -> bool:
        said = (self.subject, self.short_subject, self.kind, self.any_kind, self.half_term, self.year_end)
        return any(said) or self.score or self.several or self.several_half_terms


@lru_cache(maxsize=20_000)
def field_named(text: str) -> str | None:
    """The field that a whole heading names, with or without a bracketed hint such as (Y/N)."""
    for candidate in (text, _BRACKETED.sub(" ", text)):
        said = words(candidate)
        found = headings.FIELD_PHRASES.get(said) or headings.JOINED_FIELDS.get("".join(said))
        if found:
            return found
    return None


@lru_cache(maxsize=20_000)
def heading_meaning(text: str) -> HeadingMeaning:
    """What a whole heading, its header rows joined by " / ", means by itself.

    A bracketed hint that is not understood, such as (WTS/EXS/GDS), is passed over.
    """
    whole = _meaning(text)
    if not whole.unknown or not _BRACKETED.search(text):
        return whole
    hints = [_meaning(hint[0]) for hint in _BRACKETED.finditer(text)]
    without = _meaning(_BRACKETED.sub(" ", text))
    return whole if without.unknown or any(hint.about_marks or hint.not_used for hint in hints) else without


def _meaning(text: str) -> HeadingMeaning:
    said_words = words(text)
    if not said_words:
        return HeadingMeaning()
    field = field_named(text)
    if field:
        return HeadingMeaning(field=field)
    if said_words in headings.OTHER_PHRASES or words(_BRACKETED.sub(" ", text)) in headings.OTHER_PHRASES:
        return HeadingMeaning(not_used="not one of the columns that are read")
    plain = comparable(text)
    year_group: int | None = None
    lone = _LONE_YEAR.search(plain)
    if lone:
        year_group = 0 if lone[1] == "r" else int(lone[1])
        plain = _LONE_YEAR.sub(" ", plain)
    plain = _YEAR_END_OF.sub(r"\1 y\2", plain)
    said = find_half_terms(plain, short=True)
    rest = _POINT.sub(" ", said.rest) if said.half_terms else said.rest
    years = {int(found[1]) for found in _YEAR_GROUP.finditer(rest)}
    if _RECEPTION.search(rest):
        years.add(0)
    rest = _RECEPTION.sub(" ", _YEAR_GROUP.sub(" ", rest))
    if year_group is None and len(years) == 1:
        [year_group] = years
    return _by_phrases(words(rest), said.half_terms, year_group, several_years=len(years) > 1)


def _by_phrases(
    rest: Phrase, half_terms: tuple[SaidHalfTerm, ...], year_group: int | None, *, several_years: bool
) -> HeadingMeaning:
    subjects: set[Subject] = set()
    short: set[Subject] = set()
    kinds: set[Kind] = set()
    unknown: list[str] = []
    not_used: str | None = None
    any_kind = year_end = score = certain = False
    codes: set[Phrase] = set()
    short_kinds: set[Kind] = set()
    place = 0
    while place < len(rest):
        for length in range(min(_LONGEST, len(rest) - place), 0, -1):
            phrase = rest[place : place + length]
            if phrase in _TABLE:
                break
        else:
            unknown.append(rest[place])
            place += 1
            continue
        place += length
        for part, value in _TABLE[phrase]:
            if part is Part.SUBJECT and isinstance(value, Subject):
                subjects.add(value)
            elif part is Part.SHORT_SUBJECT and isinstance(value, Subject):
                short.add(value)
            elif part is Part.KIND and isinstance(value, Kind):
                kinds.add(value)
            elif part is Part.ANY_KIND:
                any_kind = True
            elif part is Part.YEAR_END:
                year_end = True
            elif part is Part.SCORE:
                score, certain = True, certain or phrase in headings.CERTAIN_SCORES
            elif part is Part.NOT_USED:
                not_used = str(value)
            elif part is Part.MARK_CODE:
                codes.add(phrase)
            elif part is Part.SHORT_KIND and isinstance(value, Kind):
                short_kinds.add(value)
    kind, kinds_differ = _kind_of(kinds)
    # A possessive s, or the S of a list of subjects, is no subject beside one that is spelt out.
    if subjects:
        short = set()
    return HeadingMeaning(
        subject=next(iter(subjects)) if len(subjects) == 1 else None,
        short_subject=next(iter(short)) if len(short) == 1 else None,
        kind=kind,
        short_kind=next(iter(short_kinds)) if len(short_kinds) == 1 and kind is None else None,
        mark_codes=len(codes),
        any_kind=any_kind,
        year_end=year_end,
        half_term=half_terms[0] if len(half_terms) == 1 else None,
        several_half_terms=len(half_terms) > 1,
        year_group=year_group,
        score=score,
        certain_score=certain,
        not_used=not_used,
        unknown=tuple(unknown),
        several=len(subjects) > 1 or len(short) > 1 or kinds_differ or several_years or len(short_kinds) > 1,
    )


def _kind_of(kinds: set[Kind]) -> tuple[Kind | None, bool]:
    """The kind that a heading means, and whether its words contradict each other.

    "Predicted attainment" is a prediction and "EOY target" a target: the more telling word wins. A
    predicted target is neither.
    """
    if Kind.TARGET in kinds:
        return Kind.TARGET, False
    if Kind.PREDICTED in kinds:
        return Kind.PREDICTED, False
    return (Kind.CURRENT, False) if kinds else (None, False)
