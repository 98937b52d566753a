"""What a subcommand is, and what the subcommands share."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass

from etl.errors import UsageError
from etl.folder import DataFolder
from etl.half_terms import HalfTerm, HalfTermError, parse_half_term

DONE, REFUSED, UNREADABLE = 0, 1, 2

STOPPED = "Stopped. What was loaded before stands; nothing was loaded by halves."


@dataclass(frozen=True, kw_only=True)
class Command:
    """One subcommand: its name, one line of help, its arguments, what it does (giving the status)."""

    name: str
    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, DataFolder], int]


def half_term_argument(text: str) -> HalfTerm:
    try:
        return parse_half_term(text)
    except HalfTermError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def needed_half_term(options: argparse.Namespace) -> HalfTerm:
    if options.half_term is None:
        raise UsageError('Say which half-term is meant: --half-term "2025/26 Spring 1"')
    held: HalfTerm = options.half_term
    return held


def add_half_term(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--half-term",
        type=half_term_argument,
        metavar='"2025/26 Spring 1"',
        help="the half-term that is meant",
    )


def say(text: str) -> None:
    """To standard error: for people, never for programs."""
    print(text, file=sys.stderr)


def progress(text: str) -> None:
    """A line that the next one overwrites, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def end_progress() -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)
