"""What a school says about its own sheets when it is asked, kept for its next file."""

from __future__ import annotations

from etl.errors import TrustDataError
from etl.folder import DataFolder
from etl.reading.answers import understand_answer
from etl.record import audit, learned, schools
from etl.record.opening import open_record


def answer(
    folder: DataFolder, urn: int, spelling: str, meaning: str, *, by: str, role: str | None = None
) -> str:
    """Keep what a mark or a heading means in a school's sheets: the meaning as it is kept.

    Raises UsageError where the meaning is none (see `understand_answer`), TrustDataError for a school that
    is not registered.
    """
    which, tidied, kept = understand_answer(spelling, meaning)
    what = learned.MARK if which == "marks" else learned.HEADING
    with open_record(folder).writing(figures=False) as connection:
        if urn not in {one.urn for one in schools.all_schools(connection)}:
            raise TrustDataError(f"No school with URN {urn} is registered.")
        learned.remember(connection, urn, what, tidied, kept, by)
        audit.note(connection, by, "answer reading", f"one {what} means {kept}", role=role, urn=urn)
    return kept
