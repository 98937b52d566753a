"""A file that somebody gave, checked: what its sheets look like, what was found, what loading would do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from dashboard import this_trust
from dashboard.furniture.sheet_preview import sheet_html
from dashboard.signed_in import Viewer
from dashboard.uploads import Upload, on_disk
from etl.containers import Sheet, open_workbook
from etl.errors import UnreadableFileError
from etl.folder import DataFolder
from etl.half_terms import HalfTerm, parse_half_term
from etl.reading.tidy import ColumnReading
from etl.record import audit, learned, returns, who_is_who
from etl.returns import Outcome, check
from etl.returns.differing import NOTHING_KEPT, Keeping

# A school's URN, and what changes whenever one of its returns is accepted or undone.
Seen = tuple[tuple[int, tuple[int, int]], ...]


@dataclass(frozen=True)
class Checked:
    """What is kept of a check while its page is open: words and counts, and the sheets as they are shown."""

    outcomes: tuple[Outcome, ...]
    previews: dict[str, str]  # sheet name -> markup
    seen: Seen  # what the schools' returns were when the file was held against them


# The files that this visit has looked at: each is logged once, for it shows pupils' names.
LOOKED_AT = "returns_looked_at"


def check_upload(
    who: Viewer,
    upload: Upload,
    school_urn: int | None,
    half_term: HalfTerm,
    *,
    replace_whole: bool,
    keep: Keeping = NOTHING_KEPT,
) -> Checked:
    """Check a file, once for as long as neither it nor what it is held against changes."""
    looked_at = st.session_state.setdefault(LOOKED_AT, set())
    if upload.digest not in looked_at:
        looked_at.add(upload.digest)
        audit.log(
            this_trust.record(), who.name, who.role.value, "look at a file", f"for {half_term}", school_urn
        )
    folder = this_trust.folder()
    record = this_trust.record()
    with record.reading() as connection:
        answers = learned.learned_by_school(connection)
        decided = tuple(one.id for one in who_is_who.all_decisions(connection))
    return _check(
        str(folder.root),
        upload.digest,
        upload.name,
        school_urn,
        half_term.slug,
        replace_whole,
        keep,
        record.version(),
        decided,
        sorted(
            (urn, sorted(held.marks.items()), sorted(held.headings.items())) for urn, held in answers.items()
        ),
        upload,
    )


# For the session alone: what one person dropped is nobody else's.
@st.cache_resource(scope="session", max_entries=2, show_spinner="Reading and checking the file…")
def _check(
    root: str,
    digest: str,
    name: str,
    school_urn: int | None,
    half_term: str,
    replace_whole: bool,
    keep: Keeping,
    version: int,
    decided: tuple[int, ...],
    answers: object,
    _upload: Upload,
) -> Checked:
    folder = DataFolder.find(root)
    with on_disk(folder, _upload) as path:
        outcomes = check(
            folder,
            path,
            school_urn=school_urn,
            half_term=parse_half_term(half_term),
            replace_whole=replace_whole,
            keep=keep,
        )
        try:
            sheets: Sequence[Sheet] = open_workbook(path).sheets
        except UnreadableFileError:
            sheets = ()
    previews = {sheet.name: _preview(sheet, outcomes) for sheet in _worth_showing(sheets, outcomes)}
    seen = seen_returns([one.school_urn for one in outcomes if one.school_urn is not None])
    return Checked(tuple(_without_pupils(one) for one in outcomes), previews, seen)


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
