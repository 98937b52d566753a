"""The trust that this server shows: its folder, its present figures, its name and schools."""

from __future__ import annotations

import streamlit as st

from etl.errors import TrustDataError
from etl.folder import DataFolder
from etl.publish.current import Published
from etl.publish.current import published as pointer
from etl.record import schools as record_schools
from etl.record import settings as record_settings
from etl.record.connection import Record
from etl.record.opening import open_record


def folder() -> DataFolder:
    return DataFolder.find()


def published() -> Published:
    """The figures as they stand at this run. Raises NoTrustHereError where there are none."""
    return pointer(folder())


def record() -> Record:
    """The record of people's decisions. Raises NoTrustHereError where there is none."""
    return open_record(folder())


def name() -> str:
    """The trust's name; what the product is called where no trust has been set up."""
    return str(_setting("trust_name", "Trust Performance Dashboard"))


def is_sample() -> bool:
    """Whether the pupils shown do not exist."""
    return bool(_setting("is_sample", False))


def schools() -> dict[int, str]:
    """Every registered school's name by its URN, in the order of their names; empty without a trust."""
    try:
        present = published()
    except TrustDataError:
        return {}
    return dict(_known(str(present.path), present.number)[1])


def _setting(key: str, otherwise: object) -> object:
    try:
        present = published()
    except TrustDataError:
        return otherwise
    return _known(str(present.path), present.number)[0].get(key, otherwise)


@st.cache_data(show_spinner=False, max_entries=4)
def _known(path: str, number: int) -> tuple[dict[str, object], dict[int, str]]:
    """Settings and schools, read once for each publication. `path` tells one folder from another."""
    with record().reading() as connection:
        held = record_settings.get_all(connection)
        return held, {one.urn: one.name for one in record_schools.all_schools(connection)}
