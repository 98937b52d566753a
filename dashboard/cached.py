"""Keeping answers for as long as the published file stays the same."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import streamlit as st

from etl.half_terms import HalfTerm
from etl.publish.current import Published

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


# The command line keeps answers as well, in its own memory, and has no server to be warned about.
logging.getLogger("streamlit.runtime.caching.cache_data_api").setLevel(logging.ERROR)


def _of_file(published: Published) -> tuple[str, int, int]:
    return (str(published.path), published.number, published.record_version)


def kept(answers: int) -> Callable[[Callable[Arguments, Answer]], Callable[Arguments, Answer]]:
    """Keep a function's last few answers. It takes the published file and plain values, and reads no session.

    What it answers must be the same whoever asks: scope is applied after it.
    """

    def keep(function: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
        keeping: Callable[Arguments, Answer] = st.cache_data(
            max_entries=answers,
            show_spinner=False,
            hash_funcs={Published: _of_file, HalfTerm: str},
        )(function)
        return keeping

    return keep
