"""Making a school's template from the record, and writing down who had it made."""

from __future__ import annotations

from dataclasses import dataclass

from etl.errors import UsageError
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.reading.tidy import Learned
from etl.record import audit, drops, learned, returns, schools, who_is_who
from etl.record.connection import version_in
from etl.record.opening import open_record
from etl.returns.state import state_of
from etl.template.content import Template, content
from etl.template.workbook import workbook_bytes


@dataclass(frozen=True, kw_only=True)
class MadeTemplate:
    """A template as a file, what stands in it, and whether a return for its half-term is taken at all."""

    template: Template
    workbook: bytes
    closed: bool  # the half-term's data drop is closed: nothing can be loaded until it is opened


def file_name(urn: int, half_term: HalfTerm) -> str:
    """What a template is called: the school's number and the half-term, and never a pupil."""
    return f"return-{urn}-{half_term.slug}.xlsx"


def make_template(
    folder: DataFolder,
    urn: int,
    half_term: HalfTerm,
    *,
    by: str = audit.COMMAND_LINE,
    role: str | None = None,
) -> MadeTemplate:
    """The template of a school for a half-term, as an Excel workbook. It holds pupils' names, so making one
    is logged.

    Raises UsageError for a school that is not registered.
    """
    record = open_record(folder)
    with record.reading() as connection:
        names = {one.urn: one.name for one in schools.all_schools(connection)}
        counting = returns.in_force(returns.all_returns(connection, urn))
        taught = learned.learned_by_school(connection).get(urn, Learned())
        closed = drops.drop_of(connection, half_term).closed
        version = version_in(connection)
        present = who_is_who.reissued(who_is_who.all_decisions(connection))
    if urn not in names:
        raise UsageError(f"No school with URN {urn} is registered.")
    # A later return may have carried marks of this half-term along; later half-terms are of no concern.
    wanted = {half_term, *(one for held in counting for one in held.half_terms if one <= half_term)}
    template = content(
        state_of(folder, urn, counting, wanted, present),
        urn=urn,
        school=names[urn],
        half_term=half_term,
        returned={one.half_term for one in counting},
        learned_marks=taught.marks,
        record_version=version,
    )
    made = workbook_bytes(template)
    audit.log(record, by, role, "make template", f"{half_term}, {len(template.lines)} pupils", urn)
    return MadeTemplate(template=template, workbook=made, closed=closed)
