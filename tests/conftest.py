"""What several tests stand on: a small trust, the sample trust, a server and a browser."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from filelock import FileLock

ROOT = Path(__file__).resolve().parents[1]

# Set where a browser test that cannot run is a failure, not a test left out.
BROWSER_REQUIRED = "REQUIRE_BROWSER"

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
BROWSER_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)


def find_browser() -> str | None:
    """A Chromium on this machine: the system's, else the one that Playwright was given."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    for place in BROWSER_PLACES:
        if Path(place).is_file():
            return place
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).is_file() else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    driven = [item for item in items if item.get_closest_marker("browser")]
    if not driven or os.environ.get(BROWSER_REQUIRED) or find_browser():
        return
    for item in driven:
        item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    left_out = [one for one in terminalreporter.stats.get("skipped", []) if "browser" in one.keywords]
    if left_out:
        terminalreporter.section("BROWSER TESTS LEFT OUT", sep="!", red=True, bold=True)
        terminalreporter.line(
            f"{len(left_out)} browser tests were NOT run, because there is no Chromium on this machine. "
            "Install it (Debian: sudo apt install chromium) and run the tests again."
        )


# Folders of data


@pytest.fixture(autouse=True)
def _no_trust_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: Any) -> None:
    """No test may meet a trust that somebody keeps on this machine."""
    monkeypatch.setenv("TRUST_DATA", str(tmp_path_factory.getbasetemp() / "no-trust-here"))


@pytest.fixture(autouse=True)
def _charts_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plotly says what it would not understand of a chart; the dashboard itself does not wait for that."""
    monkeypatch.setattr("dashboard.charts.drawing.CHECKED", True)


@pytest.fixture(scope="session")
def shared_by_workers(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all processes of this run of the tests share."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


def built_once(place: Path, build: Callable[[Path], object]) -> Path:
    """A folder that the first process to come builds and all others find; whole or not there."""
    with FileLock(f"{place}.lock"):
        if not place.exists():
            building = place.with_name(place.name + ".building")
            shutil.rmtree(building, ignore_errors=True)
            build(building)
            building.rename(place)
    return place


def copied(root: Path, place: Path) -> Path:
    """A folder of data that a test may change.

    Published files never change, so they are linked to: what the dashboard keeps of one is then kept for all
    tests of this process. A test that damages a published file copies the folder itself.
    """

    def copy(source: str, copy: str) -> None:
        if source.endswith(".duckdb") and Path(source).parent.name == "published":
            os.link(source, copy)
        else:
            shutil.copy2(source, copy)

    return Path(shutil.copytree(root, place, copy_function=copy))


@pytest.fixture(scope="session")
def sample_root(shared_by_workers: Path) -> Path:
    from dashboard import sample_trust
    from etl.folder import DataFolder

    # Building takes minutes of a busy machine: one is kept between runs, for as long as its code is the same.
    kept = Path(tempfile.gettempdir()) / f"trust-dashboard-sample-{_code_of_the_sample()}"
    built_once(kept, lambda place: sample_trust.make_sure(DataFolder(place)))
    return built_once(shared_by_workers / "sample", lambda place: shutil.copytree(kept, place))


def _code_of_the_sample() -> str:
    """Changes whenever the sample might come out otherwise: with the code that makes, reads or publishes."""
    found = hashlib.sha256(str(ROOT.stat().st_uid).encode())  # nobody meets another person's
    for folder in ("etl", "sample_data", "dashboard/sample_trust.py"):
        place = ROOT / folder
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and "__pycache__" not in path.parts:
                found.update(f"{path.relative_to(ROOT)}".encode())
                found.update(path.read_bytes())
    return found.hexdigest()[:16]


@pytest.fixture(scope="session")
def sample_folder(sample_root: Path) -> Any:
    """The sample trust, loaded by the real ETL. For reading only: it is shared; see `sample_copy`."""
    from etl.folder import DataFolder

    return DataFolder(sample_root)


@pytest.fixture
def sample_copy(sample_root: Path, tmp_path: Path) -> Any:
    """A copy of the sample trust that a test may change."""
    from etl.folder import DataFolder

    return DataFolder(copied(sample_root, tmp_path / "sample"))


@pytest.fixture(scope="session")
def small_root(shared_by_workers: Path) -> Path:
    import small_trust

    return built_once(shared_by_workers / "small", small_trust.build)


@pytest.fixture
def small_folder(small_root: Path, tmp_path: Path) -> Any:
    """The small trust of tests/small_trust.py, a copy that a test may change."""
    from etl.folder import DataFolder

    return DataFolder(copied(small_root, tmp_path / "small"))


# Pages without a browser


@pytest.fixture(scope="session", autouse=True)
def _pages_are_made_ready_once() -> Iterator[None]:
    """For each page that a test opens anew, Streamlit would look in every installed library for components
    and compile the page again. A server does either once.
    """
    from streamlit.components.v2 import manifest_scanner
    from streamlit.runtime.scriptrunner.script_cache import ScriptCache
    from streamlit.testing.v1 import app_test

    compiled = ScriptCache()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app_test, "ScriptCache", lambda: compiled)
        patch.setattr(
            manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests)
        )
        yield


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Opens a page of a trust as a role: `open_page(folder, "returns", "head", school=910001)`.

    `state` is what the session holds before the page's first run: tables that stand unfolded, for one.
    """
    from streamlit.testing.v1 import AppTest
    from streamlit.util import calc_hash

    from dashboard import navigation

    def opened(
        folder: Any, page: str, role: str, *, state: Iterable[tuple[str, Any]] = (), **address: object
    ) -> Any:
        monkeypatch.setenv("TRUST_DATA", str(folder.root))
        app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
        for name, value in {"as": role, **address}.items():
            app.query_params[name] = str(value)
        for name, held in state:
            app.session_state[name] = held
        app.switch_page(f"../pages/{page}.py")
        # Before its first run the app knows a page by its file's name alone: one whose address is another
        # would be answered with the first page.
        if (path := navigation.page(page).path) not in ("", page):
            app._page_hash = calc_hash(path)
        return app.run()

    return opened


def text_of(app: Any) -> str:
    """All that a page says, with its markup, in the order of the page."""
    kinds = ("html", "markdown", "caption", "success", "error", "warning", "info", "button", "expander")
    elements = [element for kind in kinds for element in app.get(kind)]
    return "\n".join(
        str(getattr(element.proto, "body", "") or getattr(element.proto, "label", "")) for element in elements
    )


# A server and a browser


@dataclass(frozen=True)
class Server:
    address: str
    process: subprocess.Popen[bytes]
    log: Path

    def url(self, page: str = "", **query: object) -> str:
        return f"{self.address}/{page}?{urlencode(query)}" if query else f"{self.address}/{page}"


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextmanager
def running(folder: Path, log: Path, *arguments: str, port: int | None = None) -> Iterator[Server]:
    """The dashboard on a folder, started as people start it, on a free port of this machine."""
    port = port or free_port()
    command = [sys.executable, "-m", "dashboard", "--data", str(folder), "--port", str(port), *arguments]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
        try:
            wait_until_healthy(process, port, log)
            yield Server(f"http://127.0.0.1:{port}", process, log)
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_until_healthy(process: subprocess.Popen[bytes], port: int, log: Path, seconds: int = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The dashboard did not start:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="session")
def server(sample_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard on the sample trust, for reading only."""
    with running(sample_root, tmp_path_factory.mktemp("server") / "log.txt") as one:
        yield one


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Callable[[Path], Server]]:
    """Starts the dashboard on a folder of the test's own."""
    from contextlib import ExitStack

    with ExitStack() as started:
        yield lambda folder: started.enter_context(running(Path(folder), tmp_path / "server.txt"))


def browser_flags() -> list[str]:
    flags = [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--no-sandbox")  # which Chromium cannot have when root starts it
    return flags


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, driven through Playwright."""
    from playwright.sync_api import sync_playwright

    found = find_browser()
    if found is None:
        pytest.fail("There is no Chromium on this machine.")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=browser_flags())
        yield opened
        opened.close()


LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """One tab at laptop size, with nothing remembered from another test."""
    context = browser.new_context(viewport=LAPTOP, accept_downloads=True)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def settled() -> Callable[[Any], None]:
    """Waits until a page has finished running."""
    return settle


def settle(page: Any, seconds: int = 30) -> None:
    """On a busy machine the script can be done long before the browser has drawn what it sent."""
    page.wait_for_selector("[data-testid=stApp]", timeout=seconds * 1000)
    page.wait_for_timeout(300)
    page.wait_for_function(
        "() => { const app = document.querySelector('[data-testid=stApp]');"
        " const state = app && app.getAttribute('data-test-script-state');"
        " return state && state !== 'running' && state !== 'initial'"
        " && !document.querySelector('[data-testid=stSkeleton], [data-testid=stAppSkeleton]') }",
        timeout=seconds * 1000,
    )
    page.wait_for_timeout(300)
