"""The workbook that somebody dropped, for download with every fault annotated: made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import this_trust
from dashboard.access import Action, can, check_can
from dashboard.returns.checked import Checked
from dashboard.returns.sending import Sending
from dashboard.signed_in import Viewer
from dashboard.uploads import on_disk
from etl.annotated import annotate, checked_name
from etl.record import audit
from etl.returns.load import check

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_download(who: Viewer, sending: Sending, checked: Checked) -> None:
    """The button, for whoever may load everything in the file; none for a file that cannot be read."""
    urns = _urns(checked)
    if any(one.unreadable for one in checked.outcomes) or not all(
        can(who.scope, Action.LOAD_RETURN, urn) for urn in urns
    ):
        return
    st.download_button(
        "Download your workbook with every fault marked",
        annotated_when_asked(who, sending, urns),
        file_name=checked_name(sending.upload.name),
        mime=MIME,
        key="returns_annotated_workbook",
        on_click="ignore",
        help="Your own workbook with a list of what was found in front. Correct it there and send it again.",
    )


def _urns(checked: Checked) -> tuple[int, ...]:
    return tuple({one.school_urn for one in checked.outcomes if one.school_urn is not None})


def annotated_when_asked(who: Viewer, sending: Sending, urns: tuple[int, ...]) -> Callable[[], bytes]:
    """Makes the workbook when it is asked for. Logged, because it holds pupils' names."""
    folder, names = this_trust.folder(), this_trust.schools()
    record = this_trust.record()

    def made() -> bytes:
        for urn in urns:
            check_can(who.scope, Action.LOAD_RETURN, urn)
        with on_disk(folder, sending.upload) as path:
            outcomes = check(
                folder,
                path,
                school_urn=sending.school_urn,
                half_term=sending.half_term,
                replace_whole=sending.replace_whole,
                keep=sending.keep,
            )
            content = annotate(path, outcomes, names)
        concerned = sending.school_urn or (urns[0] if len(urns) == 1 else None)
        audit.log(
            record,
            who.name,
            who.role.value,
            "download an annotated workbook",
            f"for {sending.half_term}",
            concerned,
        )
        return content

    return made
