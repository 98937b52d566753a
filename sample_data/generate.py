"""Writing the whole sample trust into a folder, and what stands where in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from etl.half_terms import HalfTerm
from sample_data import registers, stories
from sample_data.calendar import THIS_HALF_TERM
from sample_data.judgements import Judging
from sample_data.open_files import write_open_files
from sample_data.pupils import make_rolls
from sample_data.result_files import ResultFile, write_results
from sample_data.results import Key as ResultKey
from sample_data.results import ResultLine, make_results
from sample_data.returns import Return, TrueMark, earlier_this_year, make_returns
from sample_data.schools import TRUST_NAME
from sample_data.trackers import TRACKERS
from sample_data.uploads import PlantedFault, write_with_faults

Key = tuple[int, HalfTerm]


@dataclass(frozen=True, kw_only=True)
class SampleFile:
    """One return as a file: load it with `--school` and `--half-term`."""

    path: Path
    school_urn: int
    half_term: HalfTerm


@dataclass(frozen=True, kw_only=True)
class SampleTrust:
    """What `write_sample` wrote. `returns` are in the order in which they are loaded, oldest first."""

    name: str
    folder: Path
    schools: Path
    people: Path
    terms: Path
    targets: Path
    returns: tuple[SampleFile, ...]
    not_yet_in: SampleFile  # the one return of this half-term that no one has loaded
    with_faults: SampleFile  # the same return with `faults` in it
    faults: tuple[PlantedFault, ...]
    made: dict[Key, Return] = field(repr=False)
    results: tuple[ResultFile, ...]  # statutory outcomes of the finished years
    results_made: dict[ResultKey, list[ResultLine]] = field(repr=False)
    open_files: tuple[Path, ...]  # what DfE would have published of them

    def truth(self) -> Iterator[TrueMark]:
        """Every row that `attainment` holds once all of `returns` are loaded, and no other."""
        for file in self.returns:
            yield from self.made[file.school_urn, file.half_term].truth()


def make_sample() -> tuple[dict[Key, Return], dict[ResultKey, list[ResultLine]]]:
    """Every return of the sample trust, in loading order, and its results, without writing anything."""
    rolls = make_rolls()
    judging = Judging(rolls)
    return make_returns(rolls, judging), make_results(rolls, judging)


def write_sample(folder: Path) -> SampleTrust:
    """Write every file of the sample trust below a folder; the same bytes each time."""
    made, results = make_sample()
    (folder / "returns").mkdir(parents=True, exist_ok=True)
    (folder / "to_upload").mkdir(exist_ok=True)
    waits: Key = (stories.NOT_YET_IN, THIS_HALF_TERM)
    not_yet_in = _place(folder / "to_upload", made[waits])
    with_faults = SampleFile(
        path=not_yet_in.path.with_stem(f"{not_yet_in.path.stem}-with-faults"),
        school_urn=not_yet_in.school_urn,
        half_term=not_yet_in.half_term,
    )
    write_return(not_yet_in.path, made, waits)
    return SampleTrust(
        name=TRUST_NAME,
        folder=folder,
        schools=registers.write_schools(folder / "schools.csv"),
        people=registers.write_people(folder / "people.csv"),
        terms=registers.write_terms(folder / "terms.csv"),
        targets=registers.write_targets(folder / "targets.csv"),
        returns=tuple(_write_returns(folder / "returns", made, waits)),
        not_yet_in=not_yet_in,
        with_faults=with_faults,
        faults=write_with_faults(with_faults.path, made[waits]),
        made=made,
        results=tuple(write_results(folder / "results", results)),
        results_made=results,
        open_files=tuple(write_open_files(folder / "published", results)),
    )


def write_return(path: Path, made: dict[Key, Return], which: Key) -> None:
    """One return as its school's own tracker holds it."""
    one = made[which]
    TRACKERS[one.school.tracker].write(path, one, earlier_this_year(made, one))


def _write_returns(folder: Path, made: dict[Key, Return], waits: Key) -> Iterator[SampleFile]:
    for key, one in made.items():
        if key == waits:
            continue
        file = _place(folder / one.half_term.slug, one)
        file.path.parent.mkdir(exist_ok=True)
        write_return(file.path, made, key)
        yield file


def _place(folder: Path, one: Return) -> SampleFile:
    name = f"{one.school.slug}-{one.half_term.slug}{TRACKERS[one.school.tracker].suffix}"
    return SampleFile(path=folder / name, school_urn=one.school.urn, half_term=one.half_term)
