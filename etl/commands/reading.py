"""`reading`: what was learned about a school's sheets, and answers to what was asked."""

from __future__ import annotations

import argparse

from etl.commands.command import DONE, Command
from etl.errors import UsageError
from etl.folder import DataFolder
from etl.record import audit, learned, schools
from etl.record.opening import open_record
from etl.returns.answering import answer


def _answers(text: str) -> tuple[str, str]:
    spelling, sign, meaning = text.rpartition("=")
    if not sign:
        raise argparse.ArgumentTypeError(f"“{text}” is not an answer; write it as w+=EXS")
    return spelling, meaning


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--school", type=int, required=True, metavar="URN", help="whose sheets")
    parser.add_argument(
        "--set",
        type=_answers,
        action="append",
        default=[],
        metavar='"w+=EXS"',
        help="what a mark (or heading) means in its sheets; may be given several times",
    )
    parser.add_argument("--forget", action="store_true", help="forget everything learned about this school")


def _run(options: argparse.Namespace, folder: DataFolder) -> int:
    record = open_record(folder)
    with record.reading() as connection:
        names = {one.urn: one.name for one in schools.all_schools(connection)}
    if options.school not in names:
        raise UsageError(f"No school with URN {options.school} is registered.")
    if options.forget:
        with record.writing(figures=False) as connection:
            number = learned.forget(connection, options.school)
            audit.note(
                connection, audit.COMMAND_LINE, "forget reading", f"{number} answers", urn=options.school
            )
    for spelling, meaning in options.set:
        answer(folder, options.school, spelling, meaning, by=audit.COMMAND_LINE)
    with record.reading() as connection:
        held = learned.learned_by_school(connection).get(options.school)
    print(f"{names[options.school]} ({options.school})")
    if held is None:
        print("  Nothing beyond the usual spellings has been learned about this school's sheets.")
    else:
        for spelling, meaning in held.marks.items():
            print(f"  the mark “{spelling}” means {meaning}")
        for spelling, meaning in held.headings.items():
            print(f"  the heading “{spelling}” means {meaning}")
    return DONE


READING = Command(
    name="reading",
    help="show what was learned about a school's sheets, and answer what was asked",
    arguments=_arguments,
    run=_run,
)
