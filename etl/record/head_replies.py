"""A head's reply to the figures of a half-term: at most two sentences, for everybody who sees the school.

Every version is kept; the last counts, and an empty one withdraws the reply. Replies change no figure, so
that nothing is published anew for one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from etl.errors import TrustDataError
from etl.half_terms import HalfTerm
from etl.record.connection import now
from etl.record.tables import head_reply

MOST_SENTENCES = 2
MOST_CHARACTERS = 280

# Forename and surname of one pupil, as the school's sheets have them.
PupilName = tuple[str, str]

# A sentence ends in a stop before what does not go on in small letters.
_END = re.compile(r"[.!?…]+[\"'”’)]*(?=\s+[^\sa-z]|$)")
# After these a stop ends nothing, whatever follows.
_SHORTENED = re.compile(r"\b(?:St|Mr|Mrs|Ms|Dr|Yr|approx|incl|vs|e\.g|i\.e)\.(?=\s)", re.IGNORECASE)
_UPN = re.compile(r"[A-Z]\d{11}[A-Z0-9]")  # however it is spaced
_NOT_A_LETTER = re.compile(r"[\W\d_]+")
_POSSESSIVE = re.compile(r"[’'](?=s\b)")


class ReplyRefusedError(TrustDataError):
    """The reply cannot be kept as it is; the message says why and repeats no name."""


@dataclass(frozen=True, kw_only=True)
class HeadReply:
    """One version of a reply. `words` is empty where it withdraws the reply."""

    urn: int
    half_term: HalfTerm
    words: str
    written_at: datetime  # UTC
    written_by: str


def tidied(words: str) -> str:
    """On one line, with single spaces."""
    return " ".join(words.split())


def sentences(words: str) -> int:
    """How many sentences there are; a last one without its full stop counts."""
    held = _SHORTENED.sub("", tidied(words))
    ends = [found.end() for found in _END.finditer(held)]
    return len(ends) + bool(held[ends[-1] if ends else 0 :].strip())


def check(words: str, pupils: Iterable[PupilName]) -> None:
    """Raises ReplyRefusedError where a reply is too long, or names one of the pupils or holds a UPN.

    `pupils`: everybody whom the school ever listed.
    """
    if len(words) > MOST_CHARACTERS:
        raise ReplyRefusedError(
            f"The reply has {len(words)} characters; it can have {MOST_CHARACTERS}. Nothing was saved."
        )
    if (number := sentences(words)) > MOST_SENTENCES:
        raise ReplyRefusedError(
            f"The reply has {number} sentences; it can have {MOST_SENTENCES}. Nothing was saved."
        )
    if _UPN.search(re.sub(r"\s", "", words).upper()):
        raise ReplyRefusedError("The reply holds what looks like a pupil's UPN. Nothing was saved.")
    if names_one(words, pupils):
        raise ReplyRefusedError(
            "The reply names a pupil of this school. The Board and other schools read it: say it without "
            "the name. Nothing was saved."
        )


def names_one(words: str, pupils: Iterable[PupilName]) -> bool:
    """Whether a pupil's forename and surname stand side by side, in either order; an initial may part them.

    One of the two alone is no sign: “Will”, “Young” and “Reading” are names and ordinary words.
    """
    said = f" {_plain(_POSSESSIVE.sub(' ', words))} "
    for forename, surname in pupils:
        first, last = _plain(forename), _plain(surname)
        if not first or not last or f" {last} " not in said:
            continue
        # Of several forenames people write the first.
        for called in {first, first.split()[0]}:
            if re.search(rf" (?:{called} (?:\w )?{last}|{last} {called}) ", said):
                return True
    return False


def _plain(words: str) -> str:
    """Small letters without accents, each word parted from the next by one space."""
    apart = unicodedata.normalize("NFKD", words)
    held = "".join(one for one in apart if not unicodedata.combining(one)).lower()
    return _NOT_A_LETTER.sub(" ", held).strip()


def versions(connection: Connection, urn: int, half_term: HalfTerm) -> list[HeadReply]:
    """Every version of one school's reply to one half-term, the latest first."""
    rows = connection.execute(
        select(head_reply)
        .where(
            head_reply.c.urn == urn,
            head_reply.c.academic_year == half_term.academic_year,
            head_reply.c.ordinal == half_term.ordinal,
        )
        .order_by(head_reply.c.id.desc())
    )
    return [
        HeadReply(
            urn=row.urn,
            half_term=half_term,
            words=row.words,
            written_at=row.written_at,
            written_by=row.written_by,
        )
        for row in rows
    ]


def reply_of(connection: Connection, urn: int, half_term: HalfTerm) -> HeadReply | None:
    """The reply that counts; None where there is none or it was withdrawn."""
    last = next(iter(versions(connection, urn, half_term)), None)
    return last if last is not None and last.words else None


def put_reply(
    connection: Connection,
    urn: int,
    half_term: HalfTerm,
    words: str,
    *,
    by: str,
    pupils: Iterable[PupilName],
) -> bool:
    """Keep a reply as the one that counts, or with no words withdraw it; whether that changed anything.

    Raises ReplyRefusedError for what `check` refuses.
    """
    wanted = tidied(words)
    check(wanted, pupils)
    held = reply_of(connection, urn, half_term)
    if wanted == (held.words if held else ""):
        return False
    connection.execute(
        insert(head_reply).values(
            urn=urn,
            academic_year=half_term.academic_year,
            ordinal=half_term.ordinal,
            words=wanted,
            written_at=now(),
            written_by=by,
        )
    )
    return True
