"""Checking, loading and undoing statutory results: each school, assessment and year all or nothing.

A closed data drop does not stand in the way: it freezes half-terms' returns, and results arrive when the
Department sends them. What protects them is that every file is kept, that a later one says what it changes,
and that each can be undone.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from etl.errors import TrustDataError, UnreadableFileError
from etl.folder import DataFolder
from etl.given_file import as_given, check_is_file, keep_original
from etl.problems import Problem, in_order, stops
from etl.publish.current import bring_up_to_date
from etl.publish.result_fold import NOTHING_STANDS, StandingResults, standing_results
from etl.publish.result_rows import remove_result_rows, write_result_rows
from etl.record import audit, results, schools, who_is_who
from etl.record.connection import Record
from etl.record.opening import open_record
from etl.results import findings
from etl.results.assessments import Assessment
from etl.results.common_transfer_file import SHEET as CTF_SHEET
from etl.results.outcome import ResultOutcome
from etl.results.reading import ResultContext, read_results
from etl.results.tidy import ResultReading
from etl.returns import findings as shared
from etl.returns.outcome import Status


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the person said of a file, and how it is to be taken in; None: the file must say."""

    school_urn: int | None = None
    assessment: Assessment | None = None
    starts: int | None = None
    accept_good_rows: bool = False
    replace_whole: bool = False
    # The schools whose results the person may load: of others nothing is looked at. None: of all.
    permitted: frozenset[int] | None = None


@dataclass(frozen=True)
class _Situation:
    """What the record said about a school when a reading was held against it."""

    held: tuple[results.AcceptedResults, ...] = ()
    tokens: tuple[str, ...] = ()
    present: dict[str, str] = field(default_factory=dict)


def check_results(folder: DataFolder, path: Path | str, asked: Asked) -> list[ResultOutcome]:
    """What loading a file would do, an outcome for each school, assessment and year. Changes nothing."""
    record = open_record(folder)
    return _each(
        record,
        path,
        asked,
        lambda reading: _evaluate(folder, str(path), reading, _situation(record, reading), asked),
        str(path),
    )


def load_results(
    folder: DataFolder,
    path: Path | str,
    asked: Asked,
    *,
    by: str = audit.COMMAND_LINE,
    role: str | None = None,
    publish: bool = True,
) -> list[ResultOutcome]:
    """Load a file of results. With `publish=False` the caller publishes, once, after several loads."""
    record = open_record(folder)

    def take_in(reading: ResultReading) -> ResultOutcome:
        while True:
            situation = _situation(record, reading)
            outcome = _evaluate(folder, str(path), reading, situation, asked)
            if outcome.status is not Status.ACCEPTED:
                return outcome
            keep_original(folder, given)
            token = uuid.uuid4().hex
            write_result_rows(folder, token, reading.pupils, reading.results)
            accepted = _accept(record, outcome, token, given.digest, situation, asked, by, role)
            # None: somebody else changed this school's results meanwhile. Compare again.
            if accepted is not None:
                return accepted
            remove_result_rows(folder, token)

    try:
        with as_given(folder, Path(path)) as given:
            outcomes = _each(record, given.path, asked, take_in, str(path))
    except UnreadableFileError as error:
        return [_unreadable(str(path), asked, error)]
    if publish:
        bring_up_to_date(folder, record)
    return outcomes


def undo_results(
    folder: DataFolder, return_id: int, *, by: str = audit.COMMAND_LINE, role: str | None = None
) -> results.AcceptedResults | None:
    """Take a file of results back: what stood before it stands again. None where the number is not one's.

    Raises TrustDataError where it was undone already.
    """
    record = open_record(folder)
    with record.reading() as connection:
        if results.find_results(connection, return_id) is None:
            return None
    with record.writing() as connection:
        held = results.find_results(connection, return_id)
        assert held is not None
        if not held.stands:
            raise TrustDataError(f"Return {return_id} was undone already.")
        results.mark_undone(connection, return_id, by)
        audit.note(
            connection,
            by,
            "undo results",
            f"return {return_id}, {held.assessment} {held.academic_year}",
            role=role,
            urn=held.urn,
        )
    bring_up_to_date(folder, record)
    return held


def _each(
    record: Record,
    path: Path | str,
    asked: Asked,
    deal_with: Callable[[ResultReading], ResultOutcome],
    file: str,
) -> list[ResultOutcome]:
    """Read `path`, which outcomes call `file`, and deal with each school's part of it."""
    with record.reading() as connection:
        known = schools.known_schools(connection)
    if asked.school_urn is not None and asked.school_urn not in {one.urn for one in known}:
        problem = shared.NOT_REGISTERED(
            f"No school with URN {asked.school_urn} is registered.", "Give the URN of a registered school."
        )
        return [_refused(file, asked, problem)]
    context = ResultContext(
        schools=known, school_urn=asked.school_urn, assessment=asked.assessment, starts=asked.starts
    )
    try:
        check_is_file(Path(path))
        if asked.permitted is not None:
            return _of_permitted(path, file, asked, context, asked.permitted, deal_with)
        readings = read_results(Path(path), context)
    except UnreadableFileError as error:
        return [_unreadable(file, asked, error)]
    return [deal_with(reading) for reading in readings]


def _of_permitted(
    path: Path | str,
    file: str,
    asked: Asked,
    context: ResultContext,
    permitted: frozenset[int],
    deal_with: Callable[[ResultReading], ResultOutcome],
) -> list[ResultOutcome]:
    """The outcomes of the schools whose results may be loaded: a file of the whole trust is taken for those.

    What other schools have is neither compared nor told, but that the file holds them.
    """
    readings = read_results(Path(path), replace(context, school_urn=None))
    named = {one.school_urn for one in readings}
    if None in named or not named:
        # It does not say of every row whose it is: then it is of the school that the person says.
        if context.school_urn is None and len(permitted) == 1:
            context = replace(context, school_urn=next(iter(permitted)))
        readings = read_results(Path(path), context)
        named = {one.school_urn for one in readings}
    others = named - permitted - {None}
    own = [one for one in readings if one.school_urn is None or one.school_urn in permitted]
    if others and not any(one.school_urn in permitted for one in own):
        number = "another school" if len(others) == 1 else f"{len(others)} other schools"
        problem = findings.NOT_YOURS(
            f"This file is of {number} of the trust; nothing in it was read.",
            "Choose a file that holds your own school's results.",
        )
        return [_refused(file, asked, problem)]
    outcomes = [deal_with(one) for one in own]
    if others:
        number = "1 other school" if len(others) == 1 else f"{len(others)} other schools"
        said = findings.OTHER_SCHOOLS(f"The file holds {number} too, whose rows were left out.")
        outcomes[0] = replace(outcomes[0], problems=(*outcomes[0].problems, said))
    return outcomes


def _refused(path: str, asked: Asked, problem: Problem) -> ResultOutcome:
    return ResultOutcome(
        file=path,
        status=Status.REJECTED,
        school_urn=asked.school_urn,
        assessment=asked.assessment,
        starts=asked.starts,
        problems=(problem,),
    )


def _unreadable(path: str, asked: Asked, error: UnreadableFileError) -> ResultOutcome:
    return replace(_refused(path, asked, shared.UNREADABLE(str(error))), unreadable=True)


def _situation(record: Record, reading: ResultReading) -> _Situation:
    if reading.school_urn is None:
        return _Situation()
    with record.reading() as connection:
        return _Situation(
            tuple(results.all_results(connection, reading.school_urn)),
            results.standing_tokens(connection, reading.school_urn),
            who_is_who.reissued(who_is_who.all_decisions(connection)),
        )


def _evaluate(
    folder: DataFolder, file: str, reading: ResultReading, situation: _Situation, asked: Asked
) -> ResultOutcome:
    outcome = ResultOutcome(
        file=file,
        status=Status.REJECTED,
        school_urn=reading.school_urn,
        assessment=reading.assessment,
        starts=reading.starts,
        pupils=len(reading.pupils),
        results=len(reading.results),
        held_rows=len(reading.held),
        problems=in_order(list(reading.problems)),
        reading=reading,
    )
    urn, assessment, starts = reading.school_urn, reading.assessment, reading.starts
    if urn is None or assessment is None or starts is None or not reading.results:
        return _with_reason(outcome)
    if stops(list(reading.problems)) and not asked.accept_good_rows:
        return outcome
    if asked.replace_whole and reading.held:
        waits = _whole_waits(len(reading.held))
        return replace(outcome, problems=in_order([*outcome.problems, waits]))
    counting = [one for one in results.in_force(situation.held) if one.unit == (urn, assessment, starts)]
    before = standing_results(folder, counting, situation.present) if counting else NOTHING_STANDS
    kept = [] if asked.replace_whole else counting
    candidate = (urn, assessment, starts, reading.pupils, reading.results)
    after = standing_results(folder, kept, situation.present, candidate)
    if before == after:
        return replace(outcome, status=Status.UNCHANGED)
    problems = in_order([*outcome.problems, *_changes(reading, before, situation.present)])
    return replace(outcome, status=Status.ACCEPTED, problems=problems, effect=_effect(before, after))


def _whole_waits(held_rows: int) -> Problem:
    """To take the good rows as the whole would take out what stands of the pupils whose rows wait."""
    rows = "a row waits" if held_rows == 1 else f"{held_rows} rows wait"
    return findings.WHOLE_WITH_HELD_ROWS(
        f"This file cannot be taken as the whole while {rows}: the results that stand of their pupils would "
        "be taken out.",
        "Put the rows right, or load the good rows without replacing what stands.",
    )


def _with_reason(outcome: ResultOutcome) -> ResultOutcome:
    """A refusal always says why."""
    if stops(list(outcome.problems)):
        return outcome
    problem = shared.NO_PUPILS(
        "No pupil with a result was found.",
        "Make sure that the sheet has a row of headings with UPN among them, and results below it.",
    )
    return replace(outcome, problems=in_order([problem, *outcome.problems]))


def _changes(reading: ResultReading, before: StandingResults, present: dict[str, str]) -> list[Problem]:
    """A check for each result that stands otherwise: a correction says what it corrects."""
    found = []
    for one in reading.results:
        stood = before.results.get((present.get(one.upn, one.upn), one.subject))
        if stood is not None and stood[:2] != (one.outcome, one.score):
            found.append(
                findings.CHANGED(
                    "Another result stands for this pupil; this one takes its place."
                    if one.score is not None or stood[1] is None
                    else "Another result stands for this pupil, with a score that this one lacks; this one "
                    "takes its place, and the score goes.",
                    "If the former was right, correct this one.",
                    sheet=None if one.sheet == CTF_SHEET else one.sheet,
                    cell=None if one.sheet == CTF_SHEET else one.cell,
                )
            )
    return list(dict.fromkeys(found))


def _effect(before: StandingResults, after: StandingResults) -> tuple[str, ...]:
    new = len(after.results.keys() - before.results.keys())
    gone = len(before.results.keys() - after.results.keys())
    changed = sum(after.results[key] != held for key, held in before.results.items() if key in after.results)
    said = [(new, "new"), (changed, "changed"), (gone, "taken out")]
    parts = [f"{number} {word}" for number, word in said if number]
    return (f"Results: {', '.join(parts)}.",) if parts else ("What is known of the pupils changes.",)


def _accept(
    record: Record,
    outcome: ResultOutcome,
    token: str,
    digest: str,
    situation: _Situation,
    asked: Asked,
    by: str,
    role: str | None,
) -> ResultOutcome | None:
    reading = outcome.reading
    assert reading is not None
    assert reading.school_urn is not None
    assert reading.assessment is not None
    assert reading.starts is not None
    with record.writing() as connection:
        if results.standing_tokens(connection, reading.school_urn) != situation.tokens:
            return None
        return_id = results.add(
            connection,
            token=token,
            urn=reading.school_urn,
            assessment=reading.assessment,
            starts=reading.starts,
            whole_return=asked.replace_whole,
            file_name=reading.file_name,
            original_hash=digest,
            pupils=outcome.pupils,
            results=outcome.results,
            held_rows=outcome.held_rows,
            columns=[asdict(column) for column in reading.columns],
            problems=[problem.as_json() for problem in outcome.problems],
            effect=list(outcome.effect),
            loaded_by=by,
        )
        audit.note(
            connection,
            by,
            "load results",
            f"return {return_id}, {reading.assessment} {outcome.academic_year}",
            role=role,
            urn=reading.school_urn,
        )
    return replace(outcome, return_id=return_id)
