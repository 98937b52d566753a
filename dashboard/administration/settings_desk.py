"""What a trust may set: its name, what its people and meetings are called, what is too small to show."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import deeds, formats, this_trust
from dashboard.access import Action
from dashboard.deeds import Deed
from dashboard.furniture import notes
from dashboard.signed_in import Viewer
from etl.errors import TrustDataError
from etl.publish.current import bring_up_to_date
from etl.record import audit, settings

LABELS = {
    "trust_name": "The trust's name",
    "dtl_title": "The Director of Teaching & Learning is called",
    "forum_title": "The meeting of headteachers is called",
    "hide_below": "Hide cohorts and groups of fewer pupils than",
    "caution_below": "Show counts only for fewer pupils than",
}
PREFIX = "setting_"
WIDTH = 480  # pixels


def show() -> None:
    with this_trust.record().reading() as connection:
        held = settings.get_all(connection)
    for key, label in LABELS.items():
        _, about = settings.SETTINGS[key]
        if isinstance(held[key], int):
            st.number_input(
                label, min_value=2, max_value=50, value=held[key], key=PREFIX + key, help=about, width=WIDTH
            )
        else:
            st.text_input(label, value=held[key], max_chars=80, key=PREFIX + key, help=about, width=WIDTH)
    wanted = {key: _typed(st.session_state[PREFIX + key]) for key in LABELS}
    changes = {key: value for key, value in wanted.items() if value != held[key]}
    if not changes:
        notes.note("Change a value above to see what would change.")
        return
    for key, value in changes.items():
        notes.note(f"{LABELS[key]}: {formats.text(held[key])} → {formats.text(value)}")
    deeds.button(
        "Save", key="settings_save", action=Action.MANAGE_SETTINGS, primary=True, deed=_save(changes)
    )


def _typed(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else int(value)


def _save(changes: dict[str, Any]) -> Deed:
    def deed(who: Viewer) -> str:
        record = this_trust.record()
        with record.writing() as connection:
            for key, value in changes.items():
                if value == "":
                    raise TrustDataError(f"{LABELS[key]}: this cannot be empty.")
                settings.put(connection, key, value)
            both = settings.get_all(connection)
            if both["caution_below"] < both["hide_below"]:
                raise TrustDataError(
                    "Counts only must begin at the number below which all is hidden, or above it. Nothing "
                    "was saved."
                )
            audit.note(connection, who.name, "change settings", ", ".join(changes), role=who.role.value)
        bring_up_to_date(this_trust.folder(), record)
        return f"Saved: {', '.join(LABELS[key] for key in changes)}."

    return deed
