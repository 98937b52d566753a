"""`schools`, `people`, `terms` and `targets`: the lists that a data manager keeps."""

from __future__ import annotations

import argparse
from pathlib import Path

from etl.commands.command import DONE, Command
from etl.errors import UsageError
from etl.folder import DataFolder
from etl.registers.take_in import (
    load_people,
    load_targets,
    load_terms,
    put_first_administrator,
    register_schools,
)


def _file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a csv or Excel file with one row an entry")


def _urns(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in text.replace(" ", "").split(",") if part)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a list of URNs such as 100001,100002") from None


def _schools_arguments(parser: argparse.ArgumentParser) -> None:
    _file(parser)
    parser.add_argument(
        "--urn", type=_urns, default=(), metavar="N,N…", help="only these schools of the file"
    )
    parser.add_argument("--trust", metavar="NAME", help="only the schools of this trust")


def _run_schools(options: argparse.Namespace, folder: DataFolder) -> int:
    new, changed = register_schools(folder, options.file, urns=options.urn, trust=options.trust)
    print(f"Schools: {new} newly registered, {changed} brought up to date.")
    return DONE


def _people_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", nargs="?", help="a csv or Excel file with one row a person"
    )
    parser.add_argument(
        "--first-administrator",
        metavar="E-MAIL",
        help="instead of a file: the data manager who will add everybody else, on the page Administration",
    )
    parser.add_argument("--name", default="", metavar="NAME", help="what the first administrator is called")


def _run_people(options: argparse.Namespace, folder: DataFolder) -> int:
    if (options.file is None) == (options.first_administrator is None):
        raise UsageError("Give a file of people, or --first-administrator with an e-mail address.")
    if options.first_administrator is not None:
        first = put_first_administrator(folder, options.first_administrator, options.name)
        print(f"People: {first.email} is a data manager, and can add everybody else on Administration.")
        return DONE
    new, changed = load_people(folder, options.file)
    print(f"People: {new} added, {changed} brought up to date.")
    return DONE


def _run_terms(options: argparse.Namespace, folder: DataFolder) -> int:
    print(f"Terms: the dates of {load_terms(folder, options.file)} half-terms are set.")
    return DONE


def _run_targets(options: argparse.Namespace, folder: DataFolder) -> int:
    print(f"Targets: {load_targets(folder, options.file)} are set.")
    return DONE


SCHOOLS = Command(
    name="schools",
    help="register schools from a GIAS download, or a list of urn and name",
    arguments=_schools_arguments,
    run=_run_schools,
)
PEOPLE = Command(
    name="people",
    help="add people from a list, or the first one",
    arguments=_people_arguments,
    run=_run_people,
)
TERMS = Command(name="terms", help="set the dates of half-terms", arguments=_file, run=_run_terms)
TARGETS = Command(name="targets", help="set targets from a list", arguments=_file, run=_run_targets)
