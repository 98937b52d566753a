"""Text as people type it, made comparable: one form for every way of writing the same thing."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from etl.containers import Cell

_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_DASHES = re.compile("[\u2010\u2011\u2012\u2013\u2014\u2015\u2212]")
_SPACES = re.compile(r"\s+")
# "ReadingPredicted" and "RAut1" are two words each; "SPaG" and "EoY" are one.
_CAMEL = re.compile(r"(?<=[a-z]{3})(?=[A-Z])|(?<=\b[RWM])(?=[A-Z][a-z])")
_WORD = re.compile(r"[a-z]+|\d+|%")


@lru_cache(maxsize=50_000)
def tidy_text(text: str) -> str:
    """Without invisible characters and odd spaces, dashes all alike, spaces single, ends trimmed."""
    if text.isascii() and text.isalnum():
        return text  # nothing in it can change
    text = unicodedata.normalize("NFKC", text)
    return _SPACES.sub(" ", _DASHES.sub("-", _INVISIBLE.sub("", text))).strip().strip("'`").strip()


def cell_text(value: Cell) -> str:
    """What a cell shows, tidied; a date as 2026-01-05."""
    if value is None:
        return ""
    if isinstance(value, str):
        return tidy_text(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e15 else str(value)


@lru_cache(maxsize=50_000)
def comparable(text: str) -> str:
    """Tidied, run-together words apart, lower case, underscores as spaces, no apostrophes."""
    apart = _CAMEL.sub(" ", tidy_text(text)).replace("_", " ")
    return apart.replace("'", "").replace("\u2019", "").casefold()


@lru_cache(maxsize=50_000)
def words(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, apart: `Aut1` is `aut`, `1`; punctuation is dropped."""
    return tuple(_WORD.findall(comparable(text)))


def spellings(listed: str) -> frozenset[str]:
    """The spellings of a declared line: `"y|yes|true"`."""
    return frozenset(listed.split("|"))
