"""Keeping answers for as long as the published file stays the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import lru_cache
from threading import Condition
from typing import ParamSpec, TypeVar

from cachetools import LRUCache, cached

from dashboard.access import Scope
from etl.publish.current import Published

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


@lru_cache(maxsize=64)
def which_file(published: Published) -> tuple[int, ...]:
    """Which published file this is, wherever it lies: one that another folder links to is the same."""
    found = published.path.stat()
    return (found.st_dev, found.st_ino, found.st_mtime_ns, published.number, published.record_version)


@lru_cache(maxsize=512)
def _eyes(scope: Scope) -> Scope:
    """What a scope may see, whoever it is."""
    return replace(scope, name="")


def kept(answers: int) -> Callable[[Callable[Arguments, Answer]], Callable[Arguments, Answer]]:
    """Keep a function's last few answers. It takes the published file, plain values and perhaps the scope of
    whoever asks, and reads no session.

    All who ask are given the very same answer, not a copy, which would take longer than most questions:
    nobody may alter it. Without a scope it must be the same whoever asks, and scope is applied after it. Who
    asks what somebody else is already waiting for waits for the same answer.
    """

    def keep(function: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
        # Streamlit's own cache takes half a millisecond to know a question again, and a page asks hundreds.
        keeping: Callable[Arguments, Answer] = cached(LRUCache(answers), key=_asked, condition=Condition())(
            function
        )
        return keeping

    return keep


def _asked(*given: object, **named: object) -> Hashable:
    return (*map(_plain, given), *((name, _plain(value)) for name, value in sorted(named.items())))


def _plain(value: object) -> object:
    if isinstance(value, Published):
        return which_file(value)
    if isinstance(value, Scope):
        return _eyes(value)
    return tuple(value) if isinstance(value, list) else value
