"""Python's search for circles of objects, put off while very many are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """For work that makes many objects and no circles of them: looking for those would take half the time.

    Where two threads pause it at once it goes on when the first of them ends: they are slower then, no more.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
