"""Which school a text means: schools write their own names loosely."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from etl.reading.half_term_words import find_half_terms
from etl.reading.spelling import comparable, spellings
from etl.reading.tidy import KnownSchool

# Words that many schools' names share. Those of the first group still tell two schools apart.
_TELLING = frozenset(
    ("infant", "infants", "junior", "juniors", "nursery", "first", "middle", "high", "special")
)
_GENERIC = spellings(
    "primary|school|schools|academy|academies|c|of|e|ce|cofe|church|england|rc|catholic|roman|community"
    "|voluntary|aided|controlled|va|vc|the|and|foundation|trust|mat|multi|methodist|free|jmi|jm|i"
)
# What a file's name or a title says beside the school's name.
_OF_A_RETURN = spellings(
    "return|returns|tracker|data|assessment|assessments|predictions|prediction|marks|drop|year|y|yr|term|half|final"
    "|copy|xlsx|csv|attainment|pupil|pupils|progress|school|tracking|export|v|ks|ht"
)
_CLARIFYING = frozenset(
    ("primary", "school", "academy", "infant", "infants", "junior", "juniors", "cofe", "ce")
)
_WORD = re.compile(r"[a-z0-9]+")


class NoSchool(StrEnum):
    NONE = "none"  # no registered school's name
    SEVERAL = "several"  # more than one could be meant


@dataclass(frozen=True)
class _Name:
    urn: int
    whole: tuple[str, ...]
    core: tuple[str, ...]


@lru_cache(maxsize=2_000)
def _name_words(text: str) -> tuple[str, ...]:
    plain = comparable(text).replace("'", "").replace("’", "").replace("c.e.", "ce").replace("c of e", "cofe")
    plain = re.sub(r"\bst\.", "st", plain).replace("saint ", "st ").replace("&", " and ")
    return tuple(_WORD.findall(plain))


def _core(name: tuple[str, ...]) -> tuple[str, ...]:
    core = tuple(word for word in name if word not in _GENERIC and word not in _TELLING)
    return core or name


@lru_cache(maxsize=64)
def _names(schools: tuple[KnownSchool, ...]) -> tuple[_Name, ...]:
    return tuple(
        _Name(school.urn, _name_words(school.name), _core(_name_words(school.name))) for school in schools
    )


@lru_cache(maxsize=20_000)
def school_named(text: str, schools: tuple[KnownSchool, ...]) -> int | NoSchool:
    """The school that a cell of a school column names: the text is a school's name and nothing else."""
    said = _name_words(text)
    if not said:
        return NoSchool.NONE
    exact = [name.urn for name in _names(schools) if name.whole == said]
    if len(exact) == 1:
        return exact[0]
    core, telling = _core(said), set(said) & _TELLING
    alike = [name for name in _names(schools) if name.core == core]
    if telling and len(alike) > 1:
        alike = [name for name in alike if telling & set(name.whole)]
    if not alike and len(core) >= 1:
        # A part of the name that only one school has: "St Mary's" for "St Mary's Westfield".
        alike = [name for name in _names(schools) if name.core[: len(core)] == core]
    if len(alike) == 1:
        return alike[0].urn
    return NoSchool.SEVERAL if alike else NoSchool.NONE


@lru_cache(maxsize=5_000)
def school_in(text: str, schools: tuple[KnownSchool, ...]) -> int | NoSchool:
    """The school that a title, a sheet's or a file's name mentions among other words.

    A name of one word is believed only beside a word such as "Primary", or on its own: Willow may be
    a class.
    """
    said = _name_words(text)
    found: dict[int, int] = {}
    for name in _names(schools):
        length = len(name.core)
        for place in range(len(said) - length + 1):
            if said[place : place + length] != name.core:
                continue
            alone = len(said) == length or _telling_words(text) == name.core
            after, before = said[place + length : place + length + 1], said[max(place - 1, 0) : place]
            clarified = bool(_CLARIFYING & set(after)) or bool({"school", "academy"} & set(before))
            if length >= 2 or clarified or alone:
                telling = len(set(said[place : place + length + 4]) & set(name.whole))
                found[name.urn] = max(found.get(name.urn, 0), 10 * length + telling)
    if not found:
        return NoSchool.NONE
    best = [urn for urn, score in found.items() if score == max(found.values())]
    return best[0] if len(best) == 1 else NoSchool.SEVERAL


@lru_cache(maxsize=5_000)
def _telling_words(text: str) -> tuple[str, ...]:
    """The words of a title or file name that may be a school's: without numbers, half-terms and the like."""
    rest = find_half_terms(text).rest
    return tuple(
        word
        for word in _name_words(rest)
        if not word.isdigit() and word not in _OF_A_RETURN and word not in _GENERIC
    )


def school_numbered(text: str, schools: Sequence[KnownSchool]) -> int | None:
    """The school of a URN or LAESTAB number, or None where no registered school has it."""
    digits = re.sub(r"\D", "", text)
    for school in schools:
        if digits and (digits == str(school.urn) or digits == re.sub(r"\D", "", school.laestab or "")):
            return school.urn
    return None
