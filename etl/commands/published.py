"""`published`: DfE's and Ofsted's open files, taken in, listed and taken back."""

from __future__ import annotations

import argparse
from pathlib import Path

from etl.commands.command import DONE, REFUSED, UNREADABLE, Command, end_progress, progress, say
from etl.errors import TrustDataError, UnreadableFileError, UsageError
from etl.folder import DataFolder
from etl.half_terms import HalfTermError, academic_year_label, parse_academic_year
from etl.open_data.rows import Release
from etl.open_data.take_in import Taken, TakenIn, take_back, take_in
from etl.record import open_files
from etl.record.opening import open_record


def _year(text: str) -> str:
    try:
        return academic_year_label(parse_academic_year(text))
    except HalfTermError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="as DfE or Ofsted publishes it; without one: list them",
    )
    parser.add_argument(
        "--academic-year", type=_year, metavar="Y", help="of a KS2 file that does not say: 2018/19"
    )
    parser.add_argument(
        "--release",
        type=Release,
        choices=(Release.PROVISIONAL, Release.REVISED, Release.FINAL),
        metavar="R",
        help="provisional, revised or final, of a file that does not say",
    )
    parser.add_argument("--undo", type=int, metavar="N", help="take the file with this number back")


def _run(options: argparse.Namespace, folder: DataFolder) -> int:
    if options.undo is not None:
        if options.files:
            raise UsageError("Name files to take in, or --undo N; not both.")
        held = take_back(folder, options.undo)
        print(f"{held.title} (file {held.id}) is taken back; what stood without it stands again.")
        return DONE
    return _take_in(options, folder) if options.files else _list(folder)


def _take_in(options: argparse.Namespace, folder: DataFolder) -> int:
    """Every file that can be taken in is, whatever befalls the others."""
    statuses = [DONE]
    for path in options.files:
        progress(f"Reading {path.name} …")
        try:
            taken = take_in(folder, path, academic_year=options.academic_year, release=options.release)
        except (UnreadableFileError, TrustDataError) as error:
            end_progress()
            said = str(error)
            say(said if path.name in said else f"{path.name}: {said}")
            statuses.append(UNREADABLE if isinstance(error, UnreadableFileError) else REFUSED)
            continue
        end_progress()
        _tell(path, taken)
    return max(statuses)


def _tell(path: Path, taken: TakenIn) -> None:
    reading = taken.reading
    if taken.status is Taken.UNCHANGED:
        print(f"{path.name}: unchanged; everything in it stands already.")
        return
    years = reading.academic_years
    about = f", {years[0]} to {years[-1]}" if len(years) > 1 else f", {years[0]}" if years else ""
    release = "" if reading.release == Release.NOT_STATED else f", {reading.release}"
    print(f"{path.name}: {reading.title}{about}{release}: {reading.rows:,} rows, as file {taken.file_id}.")
    for remark in reading.remarks:
        print(f"  {remark}")


def _list(folder: DataFolder) -> int:
    with open_record(folder).reading() as connection:
        held = open_files.all_files(connection)
    if not held:
        print("No published file has been loaded yet. England's figures that come with the dashboard stand.")
    for one in held:
        years = f"{one.academic_years[0]} to {one.academic_years[-1]}" if one.academic_years else ""
        state = "stands" if one.stands else f"taken back {one.undone_at:%d %b %Y}"
        print(
            f"{one.id:>5}  {one.title}  {years}  {one.release}  {one.rows:,} rows  "
            f"loaded {one.loaded_at:%d %b %Y %H:%M} by {one.loaded_by}  {state}"
        )
    return DONE


PUBLISHED = Command(
    name="published",
    help="load DfE's and Ofsted's open files, list them, or take one back",
    arguments=_arguments,
    run=_run,
)
