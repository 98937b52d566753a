"""Saved views: a page with its choices under a name. What is kept is an address, never a figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from etl.errors import TrustDataError
from etl.record.connection import now
from etl.record.tables import saved_view

LONGEST_NAME = 60
MOST_OF_ONE = 100  # views that one person keeps of one page


@dataclass(frozen=True, kw_only=True)
class SavedView:
    id: int
    name: str
    page: str
    parameters: dict[str, str]
    shared: bool
    saved_at: datetime
    saved_by: str
    saved_as: str  # their role then

    def is_of(self, who: str, role: str) -> bool:
        """Who signs in takes their views along into another role. Where nobody does, all have one name, which
        is no e-mail address, and the role tells them apart."""
        return self.saved_by == who and (self.saved_as == role or "@" in who)


def offered(connection: Connection, page: str, who: str, role: str) -> list[SavedView]:
    """Somebody's own views of a page and those that are shared, by name."""
    rows = connection.execute(select(saved_view).where(saved_view.c.page == page))
    held = [_view(row) for row in rows]
    mine = [one for one in held if one.shared or one.is_of(who, role)]
    return sorted(mine, key=lambda one: (one.name.casefold(), one.id))


def find(connection: Connection, page: str, id: int, who: str, role: str) -> SavedView | None:
    """One that is offered to somebody; None where there is none or it is not for them: the same to them."""
    return next((one for one in offered(connection, page, who, role) if one.id == id), None)


def save(
    connection: Connection,
    *,
    name: str,
    page: str,
    parameters: Mapping[str, str],
    shared: bool,
    who: str,
    role: str,
) -> SavedView:
    """Keep a view. Raises TrustDataError for a name that is empty, too long, or taken."""
    tidied = _fit_name(connection, name, page, who, role)
    own = [one for one in offered(connection, page, who, role) if one.is_of(who, role)]
    if len(own) >= MOST_OF_ONE:
        raise TrustDataError(f"You keep {MOST_OF_ONE} views already: delete one that you no longer need.")
    made = connection.execute(
        insert(saved_view).values(
            name=tidied,
            page=page,
            parameters=dict(parameters),
            shared=shared,
            saved_at=now(),
            saved_by=who,
            saved_as=role,
        )
    )
    (number,) = made.inserted_primary_key or (0,)
    found = find(connection, page, int(number), who, role)
    assert found is not None
    return found


def rename(connection: Connection, view: SavedView, name: str) -> str:
    """Give a view another name, and say which. Raises TrustDataError as `save` does."""
    tidied = _fit_name(connection, name, view.page, view.saved_by, view.saved_as, but=view.id)
    connection.execute(update(saved_view).where(saved_view.c.id == view.id).values(name=tidied))
    return tidied


def remove(connection: Connection, view: SavedView) -> None:
    connection.execute(delete(saved_view).where(saved_view.c.id == view.id))


def _fit_name(
    connection: Connection, name: str, page: str, who: str, role: str, *, but: int | None = None
) -> str:
    tidied = " ".join(name.split())
    if not tidied:
        raise TrustDataError("Give the view a name.")
    if len(tidied) > LONGEST_NAME or not tidied.isprintable():
        raise TrustDataError(f"The name is too long: {LONGEST_NAME} letters are the most.")
    for one in offered(connection, page, who, role):
        if one.id != but and one.name.casefold() == tidied.casefold():
            whose = "You have" if one.is_of(who, role) else "There is"
            raise TrustDataError(f"{whose} a view “{one.name}” already: choose another name.")
    return tidied


def _view(row: object) -> SavedView:
    names = ("id", "name", "page", "parameters", "shared", "saved_at", "saved_by", "saved_as")
    return SavedView(**{name: getattr(row, name) for name in names})
