"""Text that a spreadsheet would run as a formula, made to stay text on every way out.

It comes from files that others typed. Whatever writes csv passes each cell through `harmless`; a workbook
needs no such thing, as long as its cells are written as texts.
"""

from __future__ import annotations

import re
from typing import Any

# What makes Excel, LibreOffice and Google Sheets take a cell as a formula or a command, also behind blanks.
# The wide signs are those of Japanese and Chinese keyboards, which Excel takes for the narrow ones.
_RUNS = r"(?=[\s\x00\ufeff]*[-=+@|＝＋－＠]|[\t\r\n\x00])"
_WOULD_RUN = re.compile(_RUNS)
_KEPT_AS_TEXT = re.compile(f"'{_RUNS}")


def harmless(value: Any) -> Any:
    """A text that would run, with an apostrophe before it, which makes it stay a text. Anything else, a
    negative number above all, as it is."""
    return f"'{value}" if isinstance(value, str) and _WOULD_RUN.match(value) else value


def as_it_was(text: str) -> str:
    """A text without the apostrophe that `harmless` put before it: for lists of ours that come back."""
    return text[1:] if _KEPT_AS_TEXT.match(text) else text
