"""The audit log: who did what, the latest first."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import exports, formats, this_trust
from dashboard.furniture import behind, markup, notes
from etl.record import audit
from etl.roles import ROLE_LABELS, Role

SHOWN = 50
MOST = 5_000
COLUMNS = ("When", "Who", "Role", "What", "School", "About")


def show() -> None:
    names = this_trust.schools()
    with this_trust.record().reading() as connection:
        lines = audit.latest(connection, MOST)
    rows = [_row(line, names) for line in lines]
    notes.section("What was done, the latest first", "No line names a pupil.")
    markup.show(behind.table_html(exports.Table(title="Log", columns=COLUMNS, rows=tuple(rows[:SHOWN]))))
    st.download_button(
        f"Download the log (csv, the latest {formats.whole(len(rows))} lines)",
        exports.as_csv(exports.Table(title="Audit log", columns=COLUMNS, rows=tuple(rows))),
        file_name="audit-log.csv",
        mime="text/csv",
        key="log_download",
        on_click="ignore",
    )


def _row(line: dict[str, Any], names: dict[int, str]) -> tuple[Any, ...]:
    role = line["role"]
    return (
        formats.here(line["at"]),
        line["who"],
        ROLE_LABELS[Role(role)] if role in set(Role) else role,
        line["action"],
        names.get(line["urn"], line["urn"]),
        line["subject"],
    )
