"""A file of results that somebody gave, checked: its sheets as they were read, and what loading would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from dashboard import this_trust
from dashboard.furniture.sheet_preview import sheet_html
from dashboard.result_loading.desk import SendingResults
from dashboard.returns.checked import LOOKED_AT
from dashboard.signed_in import Viewer
from dashboard.uploads import on_disk
from etl.containers import Sheet, open_workbook
from etl.errors import UnreadableFileError
from etl.folder import DataFolder
from etl.record import audit, results
from etl.results.common_transfer_file import is_transfer_file
from etl.results.load import check_results
from etl.results.outcome import ResultOutcome
from etl.returns.outcome import Status

# A school's URN, and what changes whenever results of it are accepted or undone.
Seen = tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class CheckedResults:
    """What is kept of a check while its page is open: words and counts, and the sheets as they are shown."""

    outcomes: tuple[ResultOutcome, ...]
    previews: dict[str, str]  # sheet name -> markup
    seen: Seen
    # What loading the good rows would do, of a file in which others are at fault; empty where none are.
    good_rows: tuple[ResultOutcome, ...] = ()


def check_upload(who: Viewer, sending: SendingResults) -> CheckedResults:
    """Check a file, once for as long as neither it nor what it is held against changes."""
    digest = sending.upload.digest
    looked_at = st.session_state.setdefault(LOOKED_AT, set())
    record = this_trust.record()
    if digest not in looked_at:
        looked_at.add(digest)
        audit.log(record, who.name, who.role.value, "look at a file", "of results", sending.asked.school_urn)
    return _check(
        str(this_trust.folder().root), digest, sending.upload.name, sending.asked, record.version(), sending
    )


# For the session alone: what one person dropped is nobody else's.
@st.cache_resource(scope="session", max_entries=2, show_spinner="Reading and checking the file…")
def _check(
    root: str, digest: str, name: str, asked: object, version: int, _sending: SendingResults
) -> CheckedResults:
    folder = DataFolder.find(root)
    with on_disk(folder, _sending.upload) as path:
        outcomes = check_results(folder, path, _sending.asked)
        good_rows: list[ResultOutcome] = []
        if any(one.status is Status.REJECTED and one.results for one in outcomes):
            good_rows = check_results(folder, path, replace(_sending.asked, accept_good_rows=True))
        try:
            sheets = [] if is_transfer_file(path) else open_workbook(path).sheets
        except UnreadableFileError:
            sheets = []
    previews = {
        sheet.name: sheet_html(
            sheet,
            [column for one in outcomes if one.reading for column in one.reading.columns],
            [problem for one in outcomes for problem in one.problems],
        )
        for sheet in _worth_showing(sheets, outcomes)
    }
    seen = seen_results([one.school_urn for one in outcomes if one.school_urn is not None])
    # Names stay in the previews alone.
    return CheckedResults(
        tuple(replace(one, reading=None) for one in outcomes),
        previews,
        seen,
        tuple(replace(one, reading=None) for one in good_rows),
    )


def seen_results(urns: Sequence[int]) -> Seen:
    with this_trust.record().reading() as connection:
        return tuple((urn, results.standing_tokens(connection, urn)) for urn in sorted(set(urns)))


def _worth_showing(sheets: Sequence[Sheet], outcomes: Sequence[ResultOutcome]) -> list[Sheet]:
    """The sheets that were read or in which something was found; the first one where there is none."""
    named = {column.sheet for one in outcomes if one.reading for column in one.reading.columns if column.used}
    named |= {problem.sheet for one in outcomes for problem in one.problems if problem.cell and problem.sheet}
    return [sheet for sheet in sheets if sheet.name in named] or list(sheets)[:1]
