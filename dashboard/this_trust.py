"""The trust that this server shows: its folder, its present figures, its name and schools."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from dashboard.queries import register
from dashboard.store import open_published
from etl.errors import TrustDataError
from etl.folder import DataFolder
from etl.publish.current import Published
from etl.record.connection import Record
from etl.record.opening import open_record

# What the product is called where no trust has been set up to call itself something.
PRODUCT = "Trust Performance Dashboard"


def folder() -> DataFolder:
    return DataFolder.find()


# While a whole page is drawn, the figures that it is drawn from.
_looked_at: ContextVar[list[Published] | None] = ContextVar("looked_at", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """All that a page says comes from one published file, which is looked for once."""
    token = _looked_at.set([])
    try:
        yield
    finally:
        _looked_at.reset(token)


def published() -> Published:
    """The figures as they stand at this run. Raises NoTrustHereError where there are none."""
    held = _looked_at.get()
    if held is None:
        return open_published(folder())
    if not held:
        held.append(open_published(folder()))
    return held[0]


def record() -> Record:
    """The record of people's decisions. Raises NoTrustHereError where there is none."""
    return open_record(folder())


def name() -> str:
    """The trust's name; the product's where no trust has been set up."""
    return _settings().get("trust_name", PRODUCT)


def is_sample() -> bool:
    """Whether the pupils shown do not exist."""
    return _settings().get("is_sample", "").lower() == "true"


def forum_title() -> str:
    """What the meeting of headteachers is called here."""
    return _settings().get("forum_title", "Head's Forum")


def schools() -> dict[int, str]:
    """Every registered school's name by its URN, in the order of their names; empty without a trust."""
    try:
        return register.schools(published())
    except TrustDataError:
        return {}


def _settings() -> dict[str, str]:
    try:
        return register.settings(published())
    except TrustDataError:
        return {}
