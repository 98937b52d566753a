"""Backing up and restoring the whole data folder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import streamlit as st

from dashboard import deeds, this_trust
from dashboard.access import Action, check_can
from dashboard.deeds import Deed
from dashboard.furniture import notes
from dashboard.signed_in import Viewer
from dashboard.uploads import Upload, on_disk, upload_of
from etl.backup import back_up, restore
from etl.folder import DataFolder

MOST_MEGABYTES = 500


def show(who: Viewer) -> None:
    notes.section(
        "Back up",
        "One file with everything that cannot be made again: the record, every file that schools sent, "
        "closed drops. It holds pupils' names: keep it as safe as the trust's own pupil records.",
    )
    st.download_button(
        "Make a backup and download it",
        _backup(this_trust.folder(), who),
        file_name=f"trust-backup-{datetime.now():%Y-%m-%d-%H%M}.zip",
        mime="application/zip",
        key="backup_download",
        on_click="ignore",
    )
    notes.section(
        "Restore",
        "Brings everything back to what a backup holds. What was loaded, closed or changed since is gone.",
    )
    given = st.file_uploader(
        "Drop a backup here", type=["zip"], max_upload_size=MOST_MEGABYTES, key="backup_file"
    )
    if given is not None:
        upload = upload_of(given)
        deeds.confirmed(
            "Restore",
            f"Everything since {upload.name} was made will be gone, for everybody. Make a backup of what "
            "stands now first.",
            "Restore now",
            key="backup_restore",
            action=Action.BACK_UP,
            deed=_restore(upload),
        )


def _backup(folder: DataFolder, who: Viewer) -> Callable[[], bytes]:
    """Makes the backup when it is asked for, not with every run of the page."""

    def made() -> bytes:
        check_can(who.scope, Action.BACK_UP)
        written = folder.scratch_file(".zip")
        try:
            back_up(folder, written, by=who.name, role=who.role.value)
            return written.read_bytes()
        finally:
            written.unlink(missing_ok=True)

    return made


def _restore(upload: Upload) -> Deed:
    def deed(who: Viewer) -> str:
        folder = this_trust.folder()
        with on_disk(folder, upload) as path:
            restore(folder, path, by=who.name, role=who.role.value)
        return f"Restored from {upload.name}. Every page shows what it holds."

    return deed
