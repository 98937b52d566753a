"""A file that somebody gave, checked: what its sheets look like, what was found, what loading would do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from dashboard import this_trust
from dashboard.access import Action, can
from dashboard.furniture.sheet_preview import sheet_html
from dashboard.returns.row_words import RowWord, row_words
from dashboard.returns.sending import Sending
from dashboard.signed_in import Viewer
from dashboard.uploads import on_disk
from etl.containers import Sheet, open_workbook
from etl.errors import UnreadableFileError
from etl.folder import DataFolder
from etl.reading.tidy import ColumnReading
from etl.record import audit, learned, returns, who_is_who
from etl.results.findings import NOT_YOURS
from etl.returns.load import check
from etl.returns.outcome import Outcome, Status

# A school's URN, and what changes whenever one of its returns is accepted or undone.
Seen = tuple[tuple[int, tuple[int, int]], ...]


@dataclass(frozen=True)
class Checked:
    """What is kept of a check while its page is open: words and counts, and the sheets as they are shown."""

    outcomes: tuple[Outcome, ...]
    previews: dict[str, str]  # sheet name -> markup
    seen: Seen  # what the schools' returns were when the file was held against them
    row_words: tuple[RowWord, ...] = ()  # texts beside marks that the school can explain


# The files that this visit has looked at: each is logged once, for it shows pupils' names.
LOOKED_AT = "returns_looked_at"


def check_upload(who: Viewer, sending: Sending) -> Checked:
    """Check a file, once for as long as neither it nor what it is held against changes."""
    digest = sending.upload.digest
    looked_at = st.session_state.setdefault(LOOKED_AT, set())
    record = this_trust.record()
    if digest not in looked_at:
        looked_at.add(digest)
        said = f"for {sending.half_term}"
        audit.log(record, who.name, who.role.value, "look at a file", said, sending.school_urn)
    with record.reading() as connection:
        answers = learned.learned_by_school(connection)
        decided = tuple(one.id for one in who_is_who.all_decisions(connection))
    return _check(
        str(this_trust.folder().root),
        digest,
        sending.upload.name,
        (sending.school_urn, sending.half_term.slug, sending.replace_whole, sending.keep),
        frozenset(own_schools_of(who)),
        record.version(),
        decided,
        sorted(
            (urn, sorted(held.marks.items()), sorted(held.headings.items())) for urn, held in answers.items()
        ),
        sending,
    )


# For the session alone: what one person dropped is nobody else's.
@st.cache_resource(scope="session", max_entries=2, show_spinner="Reading and checking the file…")
def _check(
    root: str,
    digest: str,
    name: str,
    said: object,
    permitted: frozenset[int],
    version: int,
    decided: tuple[int, ...],
    answers: object,
    _sending: Sending,
) -> Checked:
    folder = DataFolder.find(root)
    with on_disk(folder, _sending.upload) as path:
        outcomes = check(
            folder,
            path,
            school_urn=_sending.school_urn,
            half_term=_sending.half_term,
            replace_whole=_sending.replace_whole,
            keep=_sending.keep,
        )
        outcomes = [_if_permitted(one, permitted) for one in outcomes]
        try:
            sheets: Sequence[Sheet] = open_workbook(path).sheets
        except UnreadableFileError:
            sheets = ()
    previews = {sheet.name: _preview(sheet, outcomes) for sheet in _worth_showing(sheets, outcomes)}
    seen = seen_returns([one.school_urn for one in outcomes if one.school_urn is not None])
    asked = row_words(sheets, outcomes)
    return Checked(tuple(_without_pupils(one) for one in outcomes), previews, seen, asked)


def own_schools_of(who: Viewer) -> list[int]:
    """The schools whose returns a person may load."""
    return [urn for urn in this_trust.schools() if can(who.scope, Action.LOAD_RETURN, urn)]


def _if_permitted(outcome: Outcome, permitted: frozenset[int]) -> Outcome:
    """What came of a school that is somebody else's: nothing of how the file compares with it is told."""
    if outcome.school_urn is None or outcome.school_urn in permitted:
        return outcome
    problem = NOT_YOURS(
        "These rows are of a school that is not yours; nothing of them was compared or loaded.",
        "Leave them out, or ask the trust to load the file.",
    )
    return Outcome(
        file=outcome.file,
        status=Status.REJECTED,
        school_urn=outcome.school_urn,
        half_term=outcome.half_term,
        problems=(problem,),
    )


def seen_returns(urns: Sequence[int]) -> Seen:
    with this_trust.record().reading() as connection:
        return tuple((urn, returns.state_of_school(connection, urn)) for urn in sorted(set(urns)))


def columns_of(outcomes: Sequence[Outcome]) -> list[ColumnReading]:
    """How each column of the file was read; of a file for several schools the same for all of them."""
    found: dict[tuple[str, str], ColumnReading] = {}
    for one in outcomes:
        for column in one.reading.columns if one.reading else ():
            found.setdefault((column.sheet, column.column), column)
    return list(found.values())


def _worth_showing(sheets: Sequence[Sheet], outcomes: Sequence[Outcome]) -> Iterator[Sheet]:
    """The sheets that were read or in which something was found; the first one where there is none."""
    named = {column.sheet for column in columns_of(outcomes) if column.used}
    named |= {problem.sheet for one in outcomes for problem in one.problems if problem.cell and problem.sheet}
    chosen = [sheet for sheet in sheets if sheet.name in named]
    yield from chosen or list(sheets)[:1]


def _preview(sheet: Sheet, outcomes: Sequence[Outcome]) -> str:
    return sheet_html(sheet, columns_of(outcomes), [problem for one in outcomes for problem in one.problems])


def _without_pupils(outcome: Outcome) -> Outcome:
    if outcome.reading is None:
        return outcome
    return replace(outcome, reading=replace(outcome.reading, pupils=(), marks=()))
