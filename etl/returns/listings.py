"""Who other returns list: pupils of the trust's other schools, and of this school in earlier half-terms."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.publish.parquet import pupils_path
from etl.publish.trouble import in_plain_words
from etl.record.returns import ReturnRef

# Rows without a surname and a birth date could be anybody's.
_LISTED = """
SELECT token, upn, surname, forename, dob, year_group, class_name, "left"
FROM read_parquet($files)
WHERE upn IN (SELECT unnest($upns)) OR dob IN (SELECT unnest($births))
"""


@dataclass(frozen=True)
class Listing:
    """A pupil as one school's returns for one half-term list them last. `upn` is the present one."""

    urn: int
    half_term: HalfTerm
    upn: str
    surname: str | None
    forename: str | None
    dob: date | None
    year_group: int | None
    class_name: str | None
    left: bool


def listings(
    folder: DataFolder,
    refs: Sequence[ReturnRef],
    upns: Collection[str],
    births: Collection[date],
    present: Mapping[str, str],
) -> list[Listing]:
    """The pupils of some UPNs or birth dates in some returns, given in the order in which they count.

    `present` gives the present UPN of every former one. A return whose rows are missing is passed over: it
    stops nothing that another school does.
    """
    paths = {one.token: pupils_path(folder, one.token) for one in refs}
    files = [str(path) for path in paths.values() if path.is_file()]
    if not files or not (upns or births):
        return []
    wanted = {*upns, *(former for former, upn in present.items() if upn in upns)}
    with in_plain_words(), duckdb.connect() as connection:
        connection.execute("SET threads = 1")  # the files are small: threads cost more than they save
        rows = connection.execute(
            _LISTED, {"files": files, "upns": sorted(wanted), "births": sorted(births)}
        ).fetchall()
    by_token: dict[str, list[tuple[object, ...]]] = {}
    for token, *rest in rows:
        by_token.setdefault(token, []).append(tuple(rest))
    found: dict[tuple[int, HalfTerm, str], Listing] = {}
    for one in refs:
        for upn, *known in by_token.get(one.token, ()):
            now = present.get(str(upn), str(upn))
            found[one.urn, one.half_term, now] = Listing(one.urn, one.half_term, now, *known)  # type: ignore[arg-type]
    return list(found.values())
