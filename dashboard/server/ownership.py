"""Whose a file is that a page offers: it is handed to the sign-in that it was made for, and to no other.

Streamlit serves such files to whoever knows their address. Kept in this process's memory, as the files
themselves are.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import PurePosixPath

# Files and open tabs that are remembered; far more than a trust has at once.
MOST = 20_000

# The key of tabs in which nobody is signed in: what those were shown, anybody may have.
ANYBODY = ""


class Ownership:
    """Which sign-in each tab belongs to, and which sign-ins each file was made for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._key_of_tab: OrderedDict[str, str] = OrderedDict()
        self._keys_of_file: OrderedDict[str, set[str]] = OrderedDict()
        self._tab_of_promise: OrderedDict[str, str] = OrderedDict()

    def tab_belongs(self, tab: str, key: str) -> None:
        with self._lock:
            self._key_of_tab[tab] = key
            self._key_of_tab.move_to_end(tab)
            _shorten(self._key_of_tab)

    def promised(self, tab: str, promise: str) -> None:
        """A file that is made when it is asked for was offered in a tab."""
        with self._lock:
            self._tab_of_promise[promise] = tab
            _shorten(self._tab_of_promise)

    def made_as_promised(self, promise: str, address: str) -> None:
        with self._lock:
            tab = self._tab_of_promise.get(promise, "")
        self.made(tab, address)

    def made(self, tab: str, address: str) -> None:
        """A file was made in a tab. One of a tab that nobody vouched for is handed to nobody."""
        with self._lock:
            key = self._key_of_tab.get(tab)
            if key is None:
                return
            self._keys_of_file.setdefault(file_of(address), set()).add(key)
            self._keys_of_file.move_to_end(file_of(address))
            _shorten(self._keys_of_file)

    def may_fetch(self, key: str, address: str) -> bool:
        with self._lock:
            return not {key, ANYBODY}.isdisjoint(self._keys_of_file.get(file_of(address), ()))

    def is_of(self, key: str, tab: str) -> bool:
        with self._lock:
            return key != ANYBODY and self._key_of_tab.get(tab) == key


def file_of(address: str) -> str:
    return PurePosixPath(address).stem


def _shorten(held: OrderedDict[str, object] | OrderedDict[str, str] | OrderedDict[str, set[str]]) -> None:
    while len(held) > MOST:
        held.popitem(last=False)


OWNERSHIP = Ownership()
