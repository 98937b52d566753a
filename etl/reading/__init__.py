"""Understanding a school's own tracker: from a file on disk to tidy rows."""

from etl.reading.returns import read_return

__all__ = ["read_return"]
