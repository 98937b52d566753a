"""Set the project up on this machine and start it, or run its tests.

    python3 run.py                 start the dashboard; with the sample trust where none has been set up
    python3 run.py --port 8600     further arguments are passed on to `python -m dashboard`
    python3 run.py test            run every test; further arguments are passed on to pytest
    python3 run.py setup           only set up

Needs nothing but Python 3.11 or newer. Makes `.venv` beside this file and installs requirements.txt into
it; nothing else is downloaded.
"""

# Nothing here may be newer than Python 3.7 in its grammar: an older Python must get as far as being
# told that it is too old.
from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements.txt"
OLDEST_PYTHON = (3, 11)

DONE, REFUSED = 0, 2


class SetUpError(Exception):
    """Something is missing on this machine; the message says what, and what to do."""


def main(arguments: Sequence[str]) -> int:
    if arguments[:1] in (["--help"], ["-h"]):
        print(__doc__)
        return DONE
    try:
        check_python(sys.version_info[:2])
        with one_at_a_time():
            python = set_up()
    except SetUpError as missing:
        print(missing, file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print("\nStopped before set-up was done; start again to go on.", file=sys.stderr)
        return REFUSED
    if arguments[:1] == ["setup"]:
        return DONE
    if arguments[:1] == ["test"]:
        return run([str(python), "-m", "pytest", *pytest_arguments(arguments[1:])], folder=ROOT)
    return run([str(python), "-m", "dashboard", *start_arguments(arguments)])


def check_python(version: tuple[int, ...]) -> None:
    """Raises SetUpError where this Python is too old, naming a newer one if there is one here."""
    if tuple(version) >= OLDEST_PYTHON:
        return
    wanted = ".".join(map(str, OLDEST_PYTHON))
    message = f"This is Python {version[0]}.{version[1]}; the dashboard needs {wanted} or newer."
    newer = [name for name in (f"python3.{minor}" for minor in range(14, 10, -1)) if shutil.which(name)]
    if newer:
        raise SetUpError(f"{message}\nThere is a newer one on this machine: {newer[0]} run.py")
    raise SetUpError(
        f"{message}\nInstall a newer one from https://www.python.org/downloads/ and start again."
    )


def set_up() -> Path:
    """Make `.venv` and install the packages, where that is not done yet; the Python to run with."""
    python = venv_python()
    stamp = VENV / "requirements.sha256"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if works(python) and stamp.is_file() and stamp.read_text().strip() == wanted:
        return python
    if not works(python, "-m", "pip", "--version"):
        make_venv()
    print("Installing the packages; the first time this takes a minute or two.", file=sys.stderr, flush=True)
    pip = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    if subprocess.run([*pip, "--requirement", str(REQUIREMENTS)], check=False).returncode:
        raise SetUpError(
            "The packages could not be installed; pip's own words are above. It needs to reach the Python "
            "package index (pypi.org), or the index and proxy named in pip's settings."
        )
    # Written last: a set-up that was broken off is done again.
    stamp.write_text(wanted + "\n")
    return python


def make_venv() -> None:
    """Raises SetUpError where this Python was installed without venv or pip."""
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            raise SetUpError(how_to_get_venv(module))
    print(f"Making {VENV}", file=sys.stderr, flush=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise SetUpError(f"{made.stdout}{made.stderr}\n{how_to_get_venv('venv')}")


def how_to_get_venv(module: str) -> str:
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return (
        f"This Python ({sys.executable}) lacks “{module}”, which is needed to keep the dashboard's packages "
        "apart from others. Install it and start again:\n"
        f"  Debian, Ubuntu:   sudo apt install python3-venv   (or python{version}-venv)\n"
        "  Fedora, openSUSE: sudo dnf install python3-pip,   sudo zypper install python3-pip\n"
        "  macOS, Windows:   Python from https://www.python.org/downloads/ has it"
    )


def venv_python() -> Path:
    return VENV / "Scripts" / "python.exe" if os.name == "nt" else VENV / "bin" / "python"


def works(python: Path, *arguments: str) -> bool:
    """Whether a Python is there, new enough and runs: a venv dies with the Python that it was made from."""
    call = arguments or ("-c", f"import sys; sys.exit(sys.version_info < {OLDEST_PYTHON})")
    try:
        return subprocess.run([str(python), *call], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let only one set-up run: two that install into one place at once would spoil it."""
    with (ROOT / ".venv.lock").open("a+") as handle:
        # The system drops the lock when the process ends, however it ends.
        if sys.platform == "win32":
            import msvcrt

            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def start_arguments(arguments: Sequence[str]) -> list[str]:
    """What to pass on to `python -m dashboard`: `--sample` is added where no trust has been set up.

    The sample trust lives in a folder of its own, so an empty folder that was named stays empty.
    """
    if is_a_subcommand(arguments) or "--sample" in arguments:
        return list(arguments)
    folder, others = named_folder(arguments)
    if (folder / "record.sqlite").is_file():
        return list(arguments)
    print(
        f"No trust has been set up in {folder} yet, so this shows the sample trust, "
        "whose pupils do not exist.\n"
        f"To begin with your own: {venv_python()} -m dashboard --data {folder}",
        file=sys.stderr,
        flush=True,
    )
    return ["--sample", *others]


def is_a_subcommand(arguments: Sequence[str]) -> bool:
    return bool(arguments) and not arguments[0].startswith("-")


def named_folder(arguments: Sequence[str]) -> tuple[Path, list[str]]:
    """The data folder that will be used (`--data`, TRUST_DATA, `data`), and the arguments without it."""
    named = None
    others = []
    waiting = False
    for argument in arguments:
        if waiting:
            named, waiting = argument, False
        elif argument == "--data":
            waiting = True
        elif argument.startswith("--data="):
            named = argument[len("--data=") :]
        else:
            others.append(argument)
    return Path(named or os.environ.get("TRUST_DATA") or ROOT / "data").expanduser().resolve(), others


def pytest_arguments(arguments: Sequence[str]) -> list[str]:
    """What to pass on to pytest: a test more at once than there are processors, unless told otherwise, since
    those in a browser wait longer than they work; each process takes files that stand together, which share
    what they are tried on."""
    if any(argument.startswith(("-n", "--numprocesses", "--pdb")) for argument in arguments):
        return list(arguments)
    return ["-n", str((os.cpu_count() or 1) + 1), "--dist", "worksteal", *arguments]


def run(command: Sequence[str], folder: Path | None = None) -> int:
    """Run a command in place of this one, with the project importable from wherever it was called."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    if os.name == "nt":
        try:
            return subprocess.run(command, cwd=folder, env=environment, check=False).returncode
        except KeyboardInterrupt:
            return DONE
    if folder:
        os.chdir(folder)
    sys.stdout.flush()
    # Takes this process's place, so that Ctrl-C and a stop from outside reach it directly.
    os.execve(command[0], list(command), environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
