"""Three small returns to try the product with, as the sample trust's schools would send them.

`python -m sample_data.examples` writes them anew.
"""

from __future__ import annotations

from pathlib import Path

from sample_data import registers
from sample_data.calendar import THIS_HALF_TERM
from sample_data.generate import make_sample, write_return
from sample_data.schools import ASH_LANE, BY_URN, KESTREL_WAY, OAKFIELD
from sample_data.trackers import TRACKERS

FOLDER = Path(__file__).parent
EXAMPLES = (OAKFIELD, ASH_LANE, KESTREL_WAY)


def write_examples(folder: Path = FOLDER) -> list[Path]:
    """The list of schools, and this half-term's return of three of them, each a layout of its own."""
    made, _ = make_sample()
    written = [registers.write_schools(folder / "schools.csv")]
    for urn in EXAMPLES:
        school = BY_URN[urn]
        path = folder / f"{school.slug}-{THIS_HALF_TERM.slug}{TRACKERS[school.tracker].suffix}"
        write_return(path, made, (urn, THIS_HALF_TERM))
        written.append(path)
    return written
