"""`history`, `undo`, `rebuild` and `where`."""

from __future__ import annotations

import argparse

from etl.commands.command import DONE, Command
from etl.folder import DataFolder
from etl.publish.current import current_file, rebuild
from etl.record import results, returns, schools
from etl.record.opening import open_record
from etl.results.load import undo_results
from etl.returns.load import undo


def _no_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing beside what every command takes."""


def _run_history(options: argparse.Namespace, folder: DataFolder) -> int:
    with open_record(folder).reading() as connection:
        names = {one.urn: one.name for one in schools.all_schools(connection)}
        held: list[returns.AcceptedReturn | results.AcceptedResults] = [
            *returns.all_returns(connection),
            *results.all_results(connection),
        ]
    if not held:
        print("No return has been loaded yet.")
    for one in sorted(held, key=lambda one: one.id):
        state = "stands" if one.stands else f"undone {one.undone_at:%d %b %Y %H:%M}"
        if isinstance(one, results.AcceptedResults):
            what, number = f"{one.academic_year} {one.assessment.label}", f"{one.results} results"
        else:
            what, number = str(one.half_term), f"{one.judgements} judgements"
        print(
            f"{one.id:>5}  {what}  {names[one.urn]} ({one.urn})  {one.pupils} pupils, "
            f"{number}  loaded {one.loaded_at:%d %b %Y %H:%M} by {one.loaded_by}  {state}"
        )
    return DONE


def _undo_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("return_id", type=int, metavar="RETURN", help="the number that `history` gives it")


def _run_undo(options: argparse.Namespace, folder: DataFolder) -> int:
    taken_back = undo_results(folder, options.return_id)
    if taken_back is not None:
        print(
            f"Return {taken_back.id} ({taken_back.assessment.label} {taken_back.academic_year}, school "
            f"{taken_back.urn}) is undone; what stood before stands again."
        )
        return DONE
    held = undo(folder, options.return_id)
    print(
        f"Return {held.id} ({held.half_term}, school {held.urn}) is undone; what stood before stands again."
    )
    return DONE


def _run_rebuild(options: argparse.Namespace, folder: DataFolder) -> int:
    made = rebuild(folder)
    print(f"Published anew from the record, as number {made.number}.")
    return DONE


def _run_where(options: argparse.Namespace, folder: DataFolder) -> int:
    print(current_file(folder))
    return DONE


HISTORY = Command(name="history", help="list every return", arguments=_no_arguments, run=_run_history)
UNDO = Command(name="undo", help="take a return back", arguments=_undo_arguments, run=_run_undo)
REBUILD = Command(
    name="rebuild",
    help="make the published file anew from the record",
    arguments=_no_arguments,
    run=_run_rebuild,
)
WHERE = Command(
    name="where",
    help="print where the current DuckDB file is",
    arguments=_no_arguments,
    run=_run_where,
)
