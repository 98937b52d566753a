"""The workbook that somebody dropped, for download with every fault annotated: made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import this_trust
from dashboard.access import Action, can, check_can
from dashboard.checked_return import Checked
from dashboard.signed_in import Viewer
from dashboard.uploads import Upload, on_disk
from etl.annotated import annotate, checked_name
from etl.half_terms import HalfTerm
from etl.record import audit
from etl.returns import check

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_download(
    who: Viewer,
    upload: Upload,
    checked: Checked,
    school_urn: int | None,
    half_term: HalfTerm,
    *,
    replace_whole: bool,
) -> None:
    """The button, for whoever may load everything in the file; none for a file that cannot be read."""
    urns = _urns(checked)
    if any(one.unreadable for one in checked.outcomes) or not all(
        can(who.scope, Action.LOAD_RETURN, urn) for urn in urns
    ):
        return
    st.download_button(
        "Download your workbook with every fault marked",
        annotated_when_asked(who, upload, school_urn, half_term, urns, replace_whole=replace_whole),
        file_name=checked_name(upload.name),
        mime=MIME,
        key="returns_annotated_workbook",
        on_click="ignore",
        help="Your own workbook with a list of what was found in front. Correct it there and send it again.",
    )


def _urns(checked: Checked) -> tuple[int, ...]:
    return tuple({one.school_urn for one in checked.outcomes if one.school_urn is not None})


def annotated_when_asked(
    who: Viewer,
    upload: Upload,
    school_urn: int | None,
    half_term: HalfTerm,
    urns: tuple[int, ...],
    *,
    replace_whole: bool,
) -> Callable[[], bytes]:
    """Makes the workbook when it is asked for. Logged, because it holds pupils' names."""
    folder, names = this_trust.folder(), this_trust.schools()
    record = this_trust.record()

    def made() -> bytes:
        for urn in urns:
            check_can(who.scope, Action.LOAD_RETURN, urn)
        with on_disk(folder, upload) as path:
            outcomes = check(
                folder, path, school_urn=school_urn, half_term=half_term, replace_whole=replace_whole
            )
            content = annotate(path, outcomes, names)
        concerned = school_urn if school_urn is not None else urns[0] if len(urns) == 1 else None
        audit.log(
            record, who.name, who.role.value, "download an annotated workbook", f"for {half_term}", concerned
        )
        return content

    return made
