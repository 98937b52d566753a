"""Noting whose every file is, as Streamlit takes it in."""

from __future__ import annotations

from typing import Any

from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.server.ownership import OWNERSHIP


def this_tab() -> str:
    """The tab whose page is being drawn; empty where none is."""
    context = get_script_run_ctx(suppress_warning=True)
    return "" if context is None else context.session_id


def watch(files: Any) -> None:
    """`files` is the runtime's keeper of files. Raises AttributeError where it is not as it was."""
    add, promise, keep_promise = files.add, files.add_deferred, files.execute_deferred

    def added(*given: Any, **named: Any) -> str:
        address: str = add(*given, **named)
        OWNERSHIP.made(this_tab(), address)
        return address

    def promised(*given: Any, **named: Any) -> str:
        made: str = promise(*given, **named)
        OWNERSHIP.promised(this_tab(), made)
        return made

    def kept(promise: str) -> str:
        address: str = keep_promise(promise)
        OWNERSHIP.made_as_promised(promise, address)
        return address

    files.add, files.add_deferred, files.execute_deferred = added, promised, kept
