"""What a sheet says of a pupil beside their marks: names, birth date, sex and groups."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from etl.containers import Cell
from etl.reading.spelling import cell_text, comparable, spellings, tidy_text

YES = spellings(
    "y|yes|true|t|1|x|✓|✔|√|☑|pp|ppg|ppi|fsm|efsm|fsm6|ever6|ever 6|e6|eal|send|sen|lac|cla|cic|da"
    "|disadvantaged|disadv|pupil premium|eligible|yes - pp"
)
NO = spellings("n|no|false|f|0|-|n/a|none|not eligible|non pp|non-pp|not pp|non|no.")
NOT_KNOWN = spellings("unknown|?|u|not known|tbc")

_SEN = {
    "N": "n|no|none|-|0|false|f|no sen|no special educational need|n/a|not sen",
    "K": "k|sen support|sens|support|sen k|k - sen support|k sen support|sen-k",
    "E": "e|ehcp|ehc|ehc plan|education, health and care plan|sen e|e - ehcp|plan|sen-e|e ehcp",
}
_SEN_BY_SPELLING = {spelling: code for code, listed in _SEN.items() for spelling in spellings(listed)}
_SEX = {
    **dict.fromkeys(("f", "female", "girl", "g"), "F"),
    **dict.fromkeys(("m", "male", "boy", "b"), "M"),
}
_ENGLISH = frozenset(("eng", "enb", "english", "believed to be english", "english only"))
_LANGUAGE_UNKNOWN = frozenset(("not", "ref", "zzz", "not obtained", "refused", "unknown"))
_EXCEL_EPOCH = date(1899, 12, 30)
_DAY_FIRST = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})(?: 0?0:00(?::00)?)?$")
_YEAR_FIRST = re.compile(r"^(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[ t]0?0:00(?::00(?:\.0+)?)?)?$")
_WORDED = re.compile(r"^(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th)?[\s\-/]+([a-z]{3,9})[\s\-/,]+(\d{4}|\d{2})$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True)
class Unread:
    """A detail that is not understood: it is taken as not known."""

    allowed: str


def read_flag(text: str, *, blank_is_no: bool) -> bool | None | Unread:
    """Yes, no, or None for not known."""
    plain = comparable(text)
    if not plain:
        return False if blank_is_no else None
    if plain in YES:
        return True
    if plain in NO:
        return False
    if plain in NOT_KNOWN:
        return None
    return Unread("Y or N")


def single_mark_is_yes(values: Collection[str]) -> bool:
    """Whether a column of flags holds one mark alone and that mark is a yes: its blanks then mean no."""
    distinct = {comparable(value) for value in values if value}
    return len(distinct) == 1 and next(iter(distinct)) in YES | {"k", "e"}


def read_sen(text: str, *, blank_is_no: bool) -> str | None | Unread:
    """N, K or E; None for not known."""
    plain = comparable(text)
    if not plain:
        return "N" if blank_is_no else None
    if plain in NOT_KNOWN:
        return None
    return _SEN_BY_SPELLING.get(plain) or Unread("N, K or E")


def read_eal(text: str, *, blank_is_no: bool) -> bool | None | Unread:
    """A flag, or a first language: any but English is EAL; not obtained or refused is not known."""
    plain = comparable(text)
    if plain in _ENGLISH:
        return False
    if plain in _LANGUAGE_UNKNOWN:
        return None
    return read_flag(text, blank_is_no=blank_is_no)


def read_language(text: str, *, blank_is_no: bool) -> bool | None | Unread:
    """A first language, as a name or a census code."""
    flag = read_eal(text, blank_is_no=False)
    return True if isinstance(flag, Unread) and re.match(r"^[^\W\d]{3,}", text) else flag


def read_sex(text: str, *, blank_is_no: bool) -> str | None | Unread:
    plain = comparable(text)
    return None if not plain else _SEX.get(plain) or Unread("F or M")


FLAG_READERS: dict[str, Callable[..., bool | str | None | Unread]] = {
    "disadvantaged": read_flag,
    "pupil_premium": read_flag,
    "fsm": read_flag,
    "fsm6": read_flag,
    "looked_after": read_flag,
    "eal": read_eal,
    "language": read_language,
    "sen": read_sen,
    "sex": read_sex,
}
# Columns whose blanks mean no where they hold a single mark.
TICKED = frozenset(("disadvantaged", "pupil_premium", "fsm", "fsm6", "looked_after", "eal", "sen"))


def read_birth_date(value: Cell, *, month_first: bool = False) -> date | None:
    """A birth date from a date cell, an Excel serial number or text, day first unless told; None where
    it is not one."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = cell_text(value).casefold()
    if re.fullmatch(r"[345]\d{4}", text):
        return _EXCEL_EPOCH + timedelta(days=int(text))
    try:
        if found := _YEAR_FIRST.match(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_FIRST.match(text):
            first, second = int(found[1]), int(found[2])
            day, month = (second, first) if month_first else (first, second)
            return date(_four_figures(found[3]), month, day)
        if (found := _WORDED.match(text)) and found[2][:3] in _MONTHS:
            return date(_four_figures(found[3]), _MONTHS.index(found[2][:3]) + 1, int(found[1]))
    except ValueError:
        return None
    return None


def _four_figures(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def is_month_first(values: Collection[Cell]) -> bool:
    """Whether a column's written dates can only be month first (12/25/2015)."""
    parts = [_DAY_FIRST.match(cell_text(value)) for value in values if isinstance(value, str)]
    pairs = [(int(found[1]), int(found[2])) for found in parts if found]
    return any(b > 12 for _, b in pairs) and not any(a > 12 for a, _ in pairs)


def split_name(text: str) -> tuple[str | None, str | None]:
    """(surname, forename) from "SURNAME, Forename" or "Forename Surname"."""
    tidied = tidy_text(text)
    if "," in tidied:
        surname, _, forename = tidied.partition(",")
        return surname.strip() or None, forename.strip() or None
    forename, _, surname = tidied.rpartition(" ")
    return (surname or None, forename.strip() or None) if forename else (surname or None, None)
