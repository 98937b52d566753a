"""`drop`: open, close and list data drops."""

from __future__ import annotations

import argparse

from etl.commands.command import DONE, Command, add_half_term, needed_half_term
from etl.folder import DataFolder
from etl.record import audit, drops
from etl.record.opening import open_record
from etl.returns.closing import close_drop, reopen_drop


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("open", "close", "list"))
    add_half_term(parser)


def _run(options: argparse.Namespace, folder: DataFolder) -> int:
    if options.what == "list":
        with open_record(folder).reading() as connection:
            held = drops.all_drops(connection)
        if not held:
            print("No return has been loaded yet.")
        for one in held:
            number = f"drop {one.label}" if one.label else "not numbered yet"
            closed = f", closed {one.closed_at:%d %b %Y}" if one.closed_at else ""
            print(f"{one.half_term}: {one.status}, {number}{closed}")
        return DONE
    half_term = needed_half_term(options)
    if options.what == "close":
        closed_drop = close_drop(folder, half_term, by=audit.COMMAND_LINE)
        print(f"{half_term} is closed as drop {closed_drop.label}.")
    else:
        opened = reopen_drop(folder, half_term, by=audit.COMMAND_LINE)
        print(f"{half_term} is open again; it was drop {opened.label}.")
    return DONE


DROP = Command(name="drop", help="open, close and list data drops", arguments=_arguments, run=_run)
