"""`results`: load pupils' statutory outcomes."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from etl.commands.annotated import write_annotated
from etl.commands.command import (
    DONE,
    REFUSED,
    STOPPED,
    UNREADABLE,
    Command,
    end_progress,
    progress,
    say,
)
from etl.errors import TrustDataError, in_a_sentence
from etl.folder import DataFolder
from etl.half_terms import HalfTermError, parse_academic_year
from etl.problems import Problem
from etl.publish.current import bring_up_to_date
from etl.record.connection import NoTrustHereError
from etl.results.assessments import Assessment
from etl.results.load import Asked, check_results, load_results
from etl.results.outcome import ResultOutcome
from etl.returns import findings
from etl.returns.outcome import Status


def _academic_year(text: str) -> int:
    try:
        return parse_academic_year(text)
    except HalfTermError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="pupils' results: a download of the Department's, a sheet, a CTF",
    )
    parser.add_argument(
        "--assessment",
        type=Assessment,
        choices=list(Assessment),
        metavar="|".join(Assessment),
        help="which assessment, where the file doesn't say",
    )
    parser.add_argument(
        "--academic-year",
        type=_academic_year,
        metavar="2024/25",
        help="which year, where the file doesn't say",
    )
    parser.add_argument("--school", type=int, metavar="URN", help="whose results, where the file doesn't say")
    parser.add_argument(
        "--json", action="store_true", help="print the outcome for programs, and nothing else"
    )
    parser.add_argument(
        "--accept-good-rows", action="store_true", help="take the good rows in while the faulty ones wait"
    )
    parser.add_argument(
        "--replace", action="store_true", help="set aside what stands of the same school, assessment and year"
    )
    parser.add_argument("--check", action="store_true", help="say what loading would do; change nothing")
    parser.add_argument(
        "--annotate", type=Path, metavar="DIR", help="write each file, annotated, into this folder"
    )


def _run(options: argparse.Namespace, folder: DataFolder) -> int:
    asked = Asked(
        school_urn=options.school,
        assessment=options.assessment,
        starts=options.academic_year,
        accept_good_rows=options.accept_good_rows,
        replace_whole=options.replace,
    )
    if options.json and not folder.exists():
        refusal = findings.NO_TRUST(
            "There is no trust in the data folder yet.",
            "Register its schools first: python -m etl schools FILE",
        )
        return _report([_rejected(file, refusal) for file in options.files], as_json=True)
    outcomes: list[ResultOutcome] = []
    trouble, copied = "", True
    try:
        for number, file in enumerate(options.files, start=1):
            progress(f"{'Checking' if options.check else 'Loading'} {number} of {len(options.files)}")
            try:
                of_file = (
                    check_results(folder, file, asked)
                    if options.check
                    else load_results(folder, file, asked, publish=False)
                )
                outcomes += of_file
                if options.annotate:
                    copied = write_annotated(file, of_file, folder, options.annotate) and copied
            except NoTrustHereError:
                raise
            except (TrustDataError, OSError) as error:
                found = findings.NOT_DEALT_WITH(in_a_sentence(error), "Put that right and try again.")
                outcomes.append(_rejected(file, found))
    except KeyboardInterrupt:
        trouble = STOPPED
    try:
        if not options.check:
            progress("Publishing")
            bring_up_to_date(folder)
    except (TrustDataError, OSError) as error:
        trouble = f"{in_a_sentence(error)} What was accepted stands; it shows once that is put right."
    except KeyboardInterrupt:
        trouble = STOPPED
    end_progress()
    status = _report(outcomes, as_json=options.json, verb="would be" if options.check else "was")
    if trouble:
        say(trouble)
    return status or (DONE if copied and not trouble else REFUSED)


def _rejected(file: str, problem: Problem) -> ResultOutcome:
    return ResultOutcome(file=file, status=Status.REJECTED, problems=(problem,))


def _report(outcomes: list[ResultOutcome], *, as_json: bool, verb: str = "was") -> int:
    if as_json:
        # ASCII alone, so that it is the same in whatever encoding a system writes.
        print(json.dumps([outcome.as_json() for outcome in outcomes], indent=2))
    else:
        for outcome in outcomes:
            _print(outcome, verb)
    if any(outcome.unreadable for outcome in outcomes):
        return UNREADABLE
    return REFUSED if any(outcome.status is Status.REJECTED for outcome in outcomes) else DONE


def _print(outcome: ResultOutcome, verb: str) -> None:
    whose = f" for school {outcome.school_urn}" if outcome.school_urn else ""
    what = f", {outcome.assessment.label}" if outcome.assessment else ""
    when = f" {outcome.academic_year}" if outcome.academic_year else ""
    number = f" as return {outcome.return_id}" if outcome.return_id else ""
    print(f"{Path(outcome.file).name}{whose}{what}{when}: {verb} {outcome.status}{number}.")
    if not outcome.unreadable:
        held = f", {outcome.held_rows} rows held" if outcome.held_rows else ""
        print(f"  {outcome.pupils} pupils, {outcome.results} results{held}.")
    for sentence in outcome.effect:
        print(f"  {sentence}")
    for problem in outcome.problems:
        print(f"  {problem.line}")


RESULTS = Command(name="results", help="load pupils' statutory results", arguments=_arguments, run=_run)
