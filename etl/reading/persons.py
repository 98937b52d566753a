"""Who a row means where its UPN does not say: names and birth dates, compared."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import date

from etl.reading.spelling import words


def name_key(name: str | None) -> str:
    """A name as names are compared: without case, accents, spaces and punctuation; "" where none is given."""
    plain = unicodedata.normalize("NFKD", name or "")
    return "".join(words("".join(one for one in plain if not unicodedata.combining(one))))


def full_name(forename: str | None, surname: str | None) -> str:
    """A pupil's name as people say it; "" where none is given."""
    return " ".join(part for part in (forename, surname) if part)


def fingerprint(surname: str | None, forename: str | None, dob: date | None) -> str:
    """What a row without a UPN is remembered by: a hash of names and birth date, which holds neither."""
    said = f"{name_key(surname)}|{name_key(forename)}|{dob.isoformat() if dob else ''}"
    return hashlib.sha256(said.encode()).hexdigest()
