"""Unique pupil numbers: tidied and verified. No meaning is ever read out of one."""

from __future__ import annotations

import re
from operator import mul

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # 23 letters: no I, O or S
_VALUES = {**{str(digit): digit for digit in range(10)}, **{letter: n for n, letter in enumerate(LETTERS)}}
_POSITIONS = range(2, 14)
_NOT_PART = re.compile(r"[\s\u00a0\u200b']")
_PERMANENT = re.compile(rf"^[{LETTERS}]\d{{12}}$", re.ASCII)
_TEMPORARY = re.compile(rf"^[{LETTERS}]\d{{11}}[{LETTERS}]$", re.ASCII)


def normalise_upn(text: str) -> str:
    """Upper case, without spaces and the apostrophe that Excel users put before a number."""
    return _NOT_PART.sub("", text).upper()


def check_letter(digits: str) -> str:
    """The letter that must open a UPN whose other twelve characters are `digits`.

    Each character times its position (2 to 13), summed, modulo 23; the closing letter of a temporary
    UPN counts as its place in the table. Source: Cabinet Office data standards catalogue, UPN.
    """
    return LETTERS[sum(map(mul, map(_VALUES.__getitem__, digits), _POSITIONS)) % 23]


def upn_fault(upn: str) -> str | None:
    """What is wrong with a normalised UPN, as words for a message, or None. Never repeats the UPN."""
    if len(upn) != 13:
        return f"it has {len(upn)} characters; a UPN has 13"
    if not (_PERMANENT.match(upn) or _TEMPORARY.match(upn)):
        return "it is not a letter followed by twelve digits (a temporary one ends in a letter)"
    if upn[0] != check_letter(upn[1:]):
        return "its first letter does not agree with its digits, so a character is mistyped"
    return None


def with_check_letter(digits: str) -> str:
    """A whole UPN from its last twelve characters."""
    return check_letter(digits) + digits
