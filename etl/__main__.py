"""The command line of the ETL: `python -m etl …`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from etl.commands.backup import BACKUP, RESTORE
from etl.commands.check_and_load import CHECK, LOAD
from etl.commands.command import REFUSED, UNREADABLE, Command, end_progress, say
from etl.commands.drop import DROP
from etl.commands.history import HISTORY, REBUILD, UNDO, WHERE
from etl.commands.reading import READING
from etl.commands.registers import PEOPLE, SCHOOLS, TARGETS, TERMS
from etl.errors import TrustDataError, UnreadableFileError, UsageError
from etl.folder import DataFolder

COMMANDS: tuple[Command, ...] = (
    SCHOOLS,
    PEOPLE,
    TERMS,
    TARGETS,
    CHECK,
    LOAD,
    READING,
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
    try:
        options = parser().parse_args(given)
    except SystemExit as ended:
        # Whoever asked for JSON gets a list, whatever else is wrong.
        if ended.code and "--json" in given:
            print("[]")
        raise
    try:
        status: int = options.run(options, DataFolder.find(options.data))
    except (UsageError, UnreadableFileError) as error:
        end_progress()
        say(str(error))
        return UNREADABLE
    except TrustDataError as error:
        end_progress()
        say(str(error))
        return REFUSED
    except KeyboardInterrupt:
        end_progress()
        say("Stopped. What was loaded before stands; nothing was loaded by halves.")
        return REFUSED
    return status


if __name__ == "__main__":
    sys.exit(main())
