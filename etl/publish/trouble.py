"""What DuckDB complains of, told as a sentence where the cause is the machine and not our code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from etl.errors import TrustDataError


class PublishingError(TrustDataError):
    """The figures cannot be worked out just now; the message says why."""


class MissingRowsError(PublishingError):
    """The rows of an accepted return are gone from the data folder, or damaged."""


@contextmanager
def in_plain_words() -> Iterator[None]:
    """Tell a failing disk, a lack of memory or a damaged file of rows as a PublishingError.

    Never in DuckDB's own words: they may repeat a value of a pupil's row.
    """
    try:
        yield
    except duckdb.InvalidInputException as error:
        if ".parquet" not in str(error):
            raise
        raise MissingRowsError(
            "The rows of an accepted return are damaged. Bring back a backup: python -m etl restore FILE"
        ) from None
    except duckdb.OutOfMemoryException:
        raise PublishingError("There is not enough memory to work the figures out. Try again.") from None
    except (duckdb.IOException, duckdb.TransactionException, duckdb.FatalException):
        raise PublishingError(
            "The figures could not be worked out: the disk is full, or it fails. What was published stands; "
            "make room, then: python -m etl rebuild"
        ) from None
