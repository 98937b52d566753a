"""Who may import what. The tables at the top are the architecture; the tests hold the code to them."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Part of the project -> the parts that it may import. One direction: pages -> dashboard -> etl.
MAY_IMPORT = {
    "etl": {"etl"},
    "sample_data": {"sample_data", "etl"},
    "dashboard": {"dashboard", "sample_data", "etl"},
    "pages": {"dashboard", "etl"},
}

# Library -> the modules and folders that own it. Whoever else wants what it does asks its owner.
OWNERS = {
    "alembic": ["etl/record/"],
    "sqlalchemy": ["etl/"],  # outside the record only to name the Connection that its functions take
    "duckdb": ["etl/publish/", "etl/returns/", "dashboard/store.py"],
    "plotly": ["dashboard/charts/", "dashboard/theme.py"],
    "streamlit": ["dashboard/", "pages/"],
    "openpyxl": ["etl/", "sample_data/", "dashboard/"],
    "xlsxwriter": ["etl/", "sample_data/", "dashboard/"],
    "python_calamine": ["etl/containers/"],
    "playwright": [],
    "pytest": [],
}

# A module's name says its subject.
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "services", "lib"}

DATA_SUFFIXES = {
    ".csv", ".tsv", ".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".parquet", ".duckdb", ".sqlite", ".db",
}  # fmt: skip
DATA_LIVES_IN = ("sample_data/", "etl/reference/", "docs/")


def modules(part: str = "") -> list[Path]:
    """Every Python file of one part of the project, or of all four."""
    parts = [part] if part else list(MAY_IMPORT)
    return sorted(path for one in parts for path in (ROOT / one).rglob("*.py"))


@cache
def imports(path: Path) -> list[str]:
    """The dotted names that a module imports, wherever in it they stand."""
    return list(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.relative_to(ROOT)} imports by a relative name; write it out"
            yield node.module or ""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_imports_go_one_way(part: str) -> None:
    wrong = [
        f"{name_of(path)} imports {name}"
        for path in modules(part)
        for name in imports(path)
        if name.split(".")[0] in {*MAY_IMPORT, "tests", "run"} - MAY_IMPORT[part]
    ]
    assert not wrong


def test_no_module_needs_itself_first() -> None:
    """A ring of imports holds or falls with which module of it somebody imports first."""
    ready = TopologicalSorter({name: needed(path) for name, path in by_dotted_name().items()})
    ready.prepare()  # raises CycleError, which names the ring


@cache
def by_dotted_name() -> dict[str, Path]:
    return {dotted.removesuffix(".__init__"): path for path in modules() for dotted in [dotted_name(path)]}


def dotted_name(path: Path) -> str:
    return name_of(path).removesuffix(".py").replace("/", ".")


def needed(path: Path) -> set[str]:
    """The project's modules that must have run before this one does, its own packages aside."""
    known, own = by_dotted_name(), dotted_name(path)
    found = set()
    for node in run_at_once(ast.parse(path.read_text(encoding="utf-8")).body):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            found |= {".".join(parts[:end]) for end in range(1, len(parts) + 1)}
    return {name for name in found & known.keys() if not f"{own}.".startswith(f"{name}.")}


def run_at_once(body: Sequence[ast.stmt]) -> Iterator[ast.Import | ast.ImportFrom]:
    """The imports of a module that are not put off: into a function, or to what only a type checker reads."""
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from run_at_once(node.orelse)
        elif isinstance(node, ast.If | ast.Try | ast.With):
            yield from run_at_once(node.body)


@pytest.mark.parametrize("library", OWNERS)
def test_each_library_has_its_owners(library: str) -> None:
    wrong = [
        f"{name_of(path)} imports {name}"
        for path in modules()
        for name in imports(path)
        if name.split(".")[0] == library and not name_of(path).startswith(tuple(OWNERS[library]))
    ]
    assert not wrong


def test_sql_of_the_record_is_written_in_the_record() -> None:
    wrong = [
        f"{name_of(path)} imports {alias.name} from {node.module}"
        for path in modules("etl")
        if not name_of(path).startswith(("etl/record/", "etl/publish/build.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "sqlalchemy"
        for alias in node.names
        if alias.name != "Connection"
    ]
    assert not wrong


def test_a_page_leaves_reading_and_drawing_to_others() -> None:
    theirs = {"duckdb", "plotly", "openpyxl", "xlsxwriter", "sqlalchemy", "sqlite3", "pyarrow"}
    wrong = [
        f"{name_of(path)} imports {name}"
        for path in modules("pages")
        for name in imports(path)
        if name.split(".")[0] in theirs
    ]
    assert not wrong


def test_everything_imported_is_pinned_in_requirements() -> None:
    named_otherwise = {"python_calamine": "python-calamine"}
    pinned = {
        line.split("==")[0].strip().lower()
        for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    wrong = {
        f"{name_of(path)} imports {name}"
        for path in modules()
        for name in (each.split(".")[0] for each in imports(path))
        if name not in sys.stdlib_module_names
        and name not in MAY_IMPORT
        and named_otherwise.get(name, name).lower() not in pinned
    }
    assert not wrong


def test_run_needs_nothing_but_the_standard_library() -> None:
    names = {name.split(".")[0] for name in imports(ROOT / "run.py")}
    assert names <= sys.stdlib_module_names


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert not [name_of(path) for path in modules() if path.stem in NAMES_THAT_SAY_NOTHING]


def test_no_module_shadows_the_standard_library() -> None:
    # Streamlit puts the folder of its entry file first on the path, so `dashboard/statistics.py` would
    # stand in for the standard module of that name.
    beside_the_entry = [*(ROOT / "dashboard").glob("*.py"), *ROOT.glob("*.py")]
    wrong = [
        name_of(path)
        for path in beside_the_entry
        if path.stem in sys.stdlib_module_names and not path.stem.startswith("__")
    ]
    assert not wrong


def test_there_is_no_pages_folder_beside_the_entry_file() -> None:
    # Streamlit would serve what is in it to whoever asks first, without running the entry file.
    assert not (ROOT / "dashboard" / "pages").exists()


def test_no_data_file_stands_outside_its_place() -> None:
    folders = [*MAY_IMPORT, "tests", "docs", ".ci"]
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    files += [path for path in ROOT.iterdir() if path.is_file()]
    wrong = [
        name_of(path)
        for path in files
        if path.suffix.lower() in DATA_SUFFIXES and not name_of(path).startswith(DATA_LIVES_IN)
    ]
    assert not wrong
