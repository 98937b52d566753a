"""How long DuckDB takes over the dashboard's questions, asked in this process: for benchmarks."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dashboard import store
from etl.publish.current import Published


@contextmanager
def questions_timed() -> Iterator[list[float]]:
    """Within it, the milliseconds of each question and of each reading of an answer are added to the list."""
    spent: list[float] = []
    bare_cursor = store._cursor

    class Timed:
        """A cursor whose answers are timed, from the question until they are read."""

        def __init__(self, cursor: Any) -> None:
            self.cursor = cursor

        def __getattr__(self, name: str) -> Any:
            return getattr(self.cursor, name)

        def _timed(self, act: Any, *given: Any) -> Any:
            begun = time.perf_counter()
            answer = act(*given)
            spent.append(1000 * (time.perf_counter() - begun))
            return answer

        def execute(self, *given: Any) -> Timed:
            self._timed(self.cursor.execute, *given)
            return self

        def df(self) -> Any:
            return self._timed(self.cursor.df)

        def fetchnumpy(self) -> Any:
            return self._timed(self.cursor.fetchnumpy)

        def fetchall(self) -> Any:
            return self._timed(self.cursor.fetchall)

    @contextmanager
    def timed_cursor(published: Published) -> Iterator[Any]:
        with bare_cursor(published) as cursor:
            yield Timed(cursor)

    store._cursor = timed_cursor
    try:
        yield spent
    finally:
        store._cursor = bare_cursor
