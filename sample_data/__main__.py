"""`python -m sample_data OUT`: write the sample trust's files, and say how to load them."""

from __future__ import annotations

import argparse
from pathlib import Path

from sample_data.generate import SampleTrust, write_sample


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m sample_data",
        description="Write the files of a made-up trust: registers, returns, and two files to try uploading.",
    )
    parser.add_argument("folder", type=Path, help="where to write; made if it is not there")
    print(_summary(write_sample(parser.parse_args().folder)))


def _summary(trust: SampleTrust) -> str:
    first = trust.returns[0]
    return "\n".join(
        [
            f"{trust.name}: {len(trust.returns)} returns in {trust.folder / 'returns'}.",
            "To load it by hand:",
            f'  python -m etl schools {trust.schools} --trust "{trust.name}"',
            *(
                f"  python -m etl {name} {path}"
                for name, path in (
                    ("people", trust.people),
                    ("terms", trust.terms),
                    ("targets", trust.targets),
                )
            ),
            "and for each return, oldest half-term first:",
            f'  python -m etl load FILE --school {first.school_urn} --half-term "{first.half_term}"',
            "then each file of statutory results, for its school where it names none:",
            "  python -m etl results FILE",
            "and what DfE would publish of them:",
            f"  python -m etl published {trust.open_files[0].parent / '*.csv'}",
            f"Not yet loaded: {trust.not_yet_in.path}",
            f"The same with faults: {trust.with_faults.path}",
        ]
    )


if __name__ == "__main__":
    main()
