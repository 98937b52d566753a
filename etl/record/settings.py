"""What a trust may set, declared with what it is without being set."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, insert, select

from etl.errors import TrustDataError
from etl.record.tables import setting

# key -> (value where nothing was set, what it is)
SETTINGS: dict[str, tuple[Any, str]] = {
    "trust_name": ("Our trust", "The trust's name, shown at the head of every page."),
    "is_sample": (False, "The folder holds the sample trust, whose pupils do not exist."),
    "hide_below": (6, "Groups and cohorts of fewer pupils are hidden from the Board and other schools."),
    "caution_below": (
        11,
        "Groups and cohorts of fewer pupils show the Board and other schools counts only, and are hidden "
        "where all or none met the standard.",
    ),
    "dtl_title": ("DTL", "What the Director of Teaching & Learning is called here."),
    "forum_title": ("Head's Forum", "What the meeting of headteachers is called here."),
}


def get(connection: Connection, key: str) -> Any:
    usual, _ = SETTINGS[key]
    found = connection.execute(select(setting.c.value).where(setting.c.key == key)).first()
    return usual if found is None else found[0]


def get_all(connection: Connection) -> dict[str, Any]:
    held: dict[str, Any] = {row.key: row.value for row in connection.execute(select(setting))}
    return {key: held.get(key, usual) for key, (usual, _) in SETTINGS.items()}


def put(connection: Connection, key: str, value: Any) -> None:
    """Raises TrustDataError for an unknown key, a value of another type, or a threshold too low."""
    usual, _ = SETTINGS.get(key, (None, ""))
    if usual is None:
        raise TrustDataError(f"There is no setting “{key}”; there are {', '.join(SETTINGS)}.")
    if type(value) is not type(usual):
        raise TrustDataError(f"The setting “{key}” takes a value such as “{usual}”, not “{value}”.")
    if isinstance(value, int) and not isinstance(value, bool) and value < 2:
        raise TrustDataError(f"The setting “{key}” must be 2 or more, otherwise it protects nobody.")
    connection.execute(delete(setting).where(setting.c.key == key))
    connection.execute(insert(setting).values(key=key, value=value))
