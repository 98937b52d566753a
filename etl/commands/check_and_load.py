"""`check` and `load`: what a file would do, and doing it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from etl.commands.annotated import write_annotated
from etl.commands.command import (
    DONE,
    REFUSED,
    STOPPED,
    UNREADABLE,
    Command,
    add_half_term,
    end_progress,
    progress,
    say,
)
from etl.errors import TrustDataError, in_a_sentence
from etl.folder import DataFolder
from etl.publish.current import bring_up_to_date
from etl.record.connection import NoTrustHereError
from etl.returns import findings
from etl.returns.differing import Keeping
from etl.returns.load import check, load
from etl.returns.outcome import Outcome, Status


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="a school's return, in whatever shape it comes"
    )
    parser.add_argument(
        "--school", type=int, metavar="URN", help="whose return it is, where the file doesn't say"
    )
    add_half_term(parser)
    parser.add_argument(
        "--json", action="store_true", help="print the outcome for programs, and nothing else"
    )
    parser.add_argument(
        "--accept-good-rows", action="store_true", help="take the good rows in while the faulty ones wait"
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--replace", action="store_true", help="make the file the whole return")
    which.add_argument(
        "--keep-existing",
        action="store_true",
        help="keep the marks that stand where the file has others; add what is new",
    )


def _load_arguments(parser: argparse.ArgumentParser) -> None:
    _arguments(parser)
    parser.add_argument(
        "--confirm-matches",
        action="store_true",
        help="confirm every pupil who is offered on the same name and birth date",
    )


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    _arguments(parser)
    parser.add_argument(
        "--annotate",
        type=Path,
        metavar="DIR",
        help="write a copy of each workbook into DIR, its faults coloured and listed in front",
    )


def _run_check(options: argparse.Namespace, folder: DataFolder) -> int:
    if options.json and not folder.exists():
        return _no_trust(options)
    outcomes: list[Outcome] = []
    copied = True
    for file in options.files:
        of_file: list[Outcome] = []
        with _in_the_answer(file, of_file):
            of_file += check(
                folder,
                file,
                school_urn=options.school,
                half_term=options.half_term,
                accept_good_rows=options.accept_good_rows,
                replace_whole=options.replace,
                keep=Keeping(everything=options.keep_existing),
            )
        outcomes += of_file
        if options.annotate:
            copied = write_annotated(file, of_file, folder, options.annotate) and copied
    status = _report(outcomes, as_json=options.json, verb="would be")
    return status or (DONE if copied else REFUSED)


@contextmanager
def _in_the_answer(file: str, outcomes: list[Outcome]) -> Iterator[None]:
    """What keeps one file from being dealt with is told in its own outcome; the others go on."""
    try:
        yield
    except NoTrustHereError:
        raise  # no file at all can be dealt with
    except (TrustDataError, OSError) as error:
        found = findings.NOT_DEALT_WITH(in_a_sentence(error), "Put that right and try again.")
        outcomes.append(Outcome(file=file, status=Status.REJECTED, problems=(found,)))


def _no_trust(options: argparse.Namespace) -> int:
    """Refuse every file in the form that was asked for: there is no school that it could belong to."""
    refusal = findings.NO_TRUST(
        "There is no trust in the data folder yet.",
        "Register its schools first: python -m etl schools FILE",
    )
    outcomes = [Outcome(file=file, status=Status.REJECTED, problems=(refusal,)) for file in options.files]
    return _report(outcomes, as_json=True, verb="was")


def _run_load(options: argparse.Namespace, folder: DataFolder) -> int:
    if options.json and not folder.exists():
        return _no_trust(options)
    outcomes: list[Outcome] = []
    trouble = ""
    try:
        for number, file in enumerate(options.files, start=1):
            progress(f"Loading {number} of {len(options.files)}")
            with _in_the_answer(file, outcomes):
                outcomes += load(
                    folder,
                    file,
                    school_urn=options.school,
                    half_term=options.half_term,
                    accept_good_rows=options.accept_good_rows,
                    replace_whole=options.replace,
                    keep=Keeping(everything=options.keep_existing),
                    confirm_matches=options.confirm_matches,
                    publish=False,
                )
    except KeyboardInterrupt:
        trouble = STOPPED
    # What was taken in is told even where it cannot be shown yet.
    try:
        progress("Publishing")
        bring_up_to_date(folder)
    except (TrustDataError, OSError) as error:
        trouble = f"{in_a_sentence(error)} What was accepted stands; it shows once that is put right."
    except KeyboardInterrupt:
        trouble = STOPPED
    end_progress()
    status = _report(outcomes, as_json=options.json, verb="was")
    if trouble:
        say(trouble)
    return status or (REFUSED if trouble else DONE)


def _report(outcomes: list[Outcome], *, as_json: bool, verb: str) -> int:
    if as_json:
        # ASCII alone, so that it is the same in whatever encoding a system writes.
        print(json.dumps([outcome.as_json() for outcome in outcomes], indent=2))
    else:
        for outcome in outcomes:
            _print(outcome, verb)
    if any(outcome.unreadable for outcome in outcomes):
        return UNREADABLE
    return REFUSED if any(outcome.status is Status.REJECTED for outcome in outcomes) else DONE


def _print(outcome: Outcome, verb: str) -> None:
    whose = f" for school {outcome.school_urn}" if outcome.school_urn else ""
    when = f", {outcome.half_term}" if outcome.half_term else ""
    number = f" as return {outcome.return_id}" if outcome.return_id else ""
    print(f"{Path(outcome.file).name}{whose}{when}: {verb} {outcome.status}{number}.")
    if not outcome.unreadable:
        held = f", {outcome.held_rows} rows held" if outcome.held_rows else ""
        print(f"  {outcome.pupils} pupils, {outcome.judgements} judgements{held}.")
    for sentence in outcome.effect:
        print(f"  {sentence}")
    for problem in outcome.problems:
        print(f"  {problem.line}")


CHECK = Command(
    name="check",
    help="say what loading files would do, and change nothing",
    arguments=_check_arguments,
    run=_run_check,
)
LOAD = Command(name="load", help="load schools' returns", arguments=_load_arguments, run=_run_load)
