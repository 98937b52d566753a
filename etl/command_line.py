"""The command line of the ETL: its subcommands, and how whatever happens in them ends."""

from __future__ import annotations

import argparse
import io
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from etl.commands.backup import BACKUP, RESTORE
from etl.commands.check_and_load import CHECK, LOAD
from etl.commands.command import DONE, REFUSED, STOPPED, UNREADABLE, Command, end_progress, say
from etl.commands.drop import DROP
from etl.commands.history import HISTORY, REBUILD, UNDO, WHERE
from etl.commands.published import PUBLISHED
from etl.commands.reading import READING
from etl.commands.registers import PEOPLE, SCHOOLS, TARGETS, TERMS
from etl.commands.results import RESULTS
from etl.commands.template import TEMPLATE
from etl.errors import TrustDataError, UnreadableFileError, UsageError, in_a_sentence
from etl.folder import ROOT, DataFolder

COMMANDS: tuple[Command, ...] = (
    SCHOOLS,
    PEOPLE,
    TERMS,
    TARGETS,
    PUBLISHED,
    CHECK,
    LOAD,
    READING,
    TEMPLATE,
    RESULTS,
    DROP,
    UNDO,
    HISTORY,
    REBUILD,
    BACKUP,
    RESTORE,
    WHERE,
)


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="python -m etl", description="From schools' spreadsheets to one DuckDB file."
    )
    subcommands = made.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        one = subcommands.add_parser(
            command.name, help=command.help, description=command.help.capitalize() + "."
        )
        command.arguments(one)
        one.add_argument(
            "--data", metavar="DIR", help="the trust's data folder (else TRUST_DATA, else data/)"
        )
        one.set_defaults(run=command.run)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command: 0 done, 1 refused because of the data, 2 wrong usage or unreadable file."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A Windows console or a redirected file may have no arrow or accent: that stops nothing.
            stream.reconfigure(errors="backslashreplace")
    try:
        options = parser().parse_args(given)
    except SystemExit as ended:
        # Whoever asked for JSON gets a list, whatever else is wrong.
        if ended.code and "--json" in given:
            print("[]")
        raise
    try:
        status: int = options.run(options, DataFolder.find(options.data))
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # Whoever reads has read enough (`… | head`); nothing is left to be flushed to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        status, sentence = REFUSED, STOPPED
    except (UsageError, UnreadableFileError) as error:
        status, sentence = UNREADABLE, str(error)
    except (TrustDataError, OSError) as error:
        status, sentence = REFUSED, in_a_sentence(error)
    except Exception as error:
        status, sentence = REFUSED, _our_fault(error)
    end_progress()
    say(sentence)
    if getattr(options, "json", False):
        print("[]")
    return status


def _our_fault(error: Exception) -> str:
    """Where a fault of ours lies. Its own words are left out: they may repeat what stands in a cell."""
    steps = traceback.extract_tb(error.__traceback__)
    ours = [one for one in steps if Path(one.filename).is_relative_to(ROOT / "etl")]
    place = (ours or steps)[-1]
    return (
        f"This is a fault of the dashboard, not of your data: {type(error).__name__} in "
        f"{Path(place.filename).name}, line {place.lineno}. Please report it. Nothing was loaded by halves."
    )
