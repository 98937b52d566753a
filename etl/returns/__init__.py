"""Returns: check a file, load it, take it back."""

from etl.returns.load import check, load, undo
from etl.returns.outcome import Outcome, Status

__all__ = ["Outcome", "Status", "check", "load", "undo"]
