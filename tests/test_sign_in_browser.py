"""Signing in end to end: a real provider on this machine, a real browser, a real server."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import signing_in
import small_trust
import tls_proxy
from conftest import ROOT, Server, free_port, running, settle
from small_trust import ASH_LANE, OAKFIELD

from dashboard.navigation import PAGES
from dashboard.sign_in import setting as settings
from dashboard.sign_in.setting import Provider
from etl.folder import DataFolder
from etl.record import audit, people
from etl.record.opening import open_record
from etl.roles import Role

pytestmark = pytest.mark.browser

# The provider's own page asks for this style sheet; it is not ours, and is not fetched.
PROVIDER_STYLES = "https://cdn.jsdelivr.net/npm/@picocss/"

UNVERIFIED = "unverified@trust.example"
STRANGER = "stranger@trust.example"


@dataclass(frozen=True)
class Trust:
    folder: DataFolder
    server: Server
    provider: str


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Whoever vouches for people here; it believes what one types into it."""
    port = free_port()
    with (tmp_path_factory.mktemp("provider") / "log.txt").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)],
            stdout=log,
            stderr=subprocess.STDOUT,
            env=os.environ | {"AUTHLIB_INSECURE_TRANSPORT": "1"},
        )
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for(f"{address}/.well-known/openid-configuration")
            accounts = [*(one.email for one in signing_in.PEOPLE.values()), STRANGER]
            for email in accounts:
                _tell(address, email, {"email": email, "email_verified": True})
            _tell(address, UNVERIFIED, {"email": "head@trust.example", "email_verified": False})
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_for(address: str) -> None:
    until = time.monotonic() + 120
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            assert time.monotonic() < until, f"{address} does not answer"
            time.sleep(0.2)


def _tell(provider: str, who: str, said: dict[str, object]) -> None:
    import json

    request = urllib.request.Request(
        f"{provider}/users/{who}",
        data=json.dumps(said).encode(),
        headers={"content-type": "application/json"},
        method="PUT",
    )
    urllib.request.urlopen(request, timeout=20).close()


@contextmanager
def served(folder: DataFolder, provider: str, log: Path, **changes: Any) -> Iterator[Trust]:
    signing_in.put_people(folder)
    port = free_port()
    settings.write(
        folder,
        signing_in.setting(
            provider=Provider.OTHER, issuer=provider, address=f"http://127.0.0.1:{port}", **changes
        ),
    )
    with running(folder.root, log, port=port) as started:
        yield Trust(folder, started, provider)


@pytest.fixture(scope="module")
def trust(small_root: Path, provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trust]:
    import shutil

    place = tmp_path_factory.mktemp("signed-in") / "small"
    folder = DataFolder(Path(shutil.copytree(small_root, place)))
    with served(folder, provider, place.with_suffix(".log")) as one:
        yield one


@pytest.fixture
def browsers(browser: Any) -> Iterator[Callable[[], Any]]:
    """A tab of another person's own browser, each time."""
    opened: list[Any] = []

    def new() -> Any:
        opened.append(browser.new_context(accept_downloads=True))
        opened[-1].set_default_timeout(60_000)
        opened[-1].route(f"{PROVIDER_STYLES}**", lambda route: route.abort())
        return opened[-1].new_page()

    yield new
    for context in opened:
        context.close()


@pytest.fixture
def page(browsers: Callable[[], Any]) -> Any:
    return browsers()


def way_in(page: Any, trust: Trust, who: str, path: str = "", **query: object) -> None:
    """From a page's address to what it shows once somebody has signed in."""
    page.goto(trust.server.url(path, **query))
    page.locator("a.go").click()
    page.wait_for_url(f"{trust.provider}/**", wait_until="commit")
    page.locator("input[name=sub]").fill(who)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(f"{trust.server.address}/**", wait_until="commit")
    settle(page, 60)


def title(page: Any) -> str:
    return str(page.locator("h1").inner_text())


def email_of(role: Role | str) -> str:
    return signing_in.PEOPLE[str(role)].email


def test_whoever_is_signed_out_sees_the_way_in_and_nothing_else(page: Any, trust: Trust) -> None:
    # Every page, but without a browser: tests/test_sign_in_pages.py.
    for path in ("", "school", "pupils", "what-if", "administration"):
        page.goto(trust.server.url(path, **{"as": "ceo", "urn": OAKFIELD}))
        settle(page, 60)
        assert title(page) == "Sign in", path
        assert page.locator(".menu").count() == 0
        assert small_trust.SURNAME not in page.content()
        assert page.locator("a.go").get_attribute("href").startswith("sign-in?next=%2F" + path)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_signs_in_and_is_who_the_list_says(page: Any, trust: Trust, role: Role) -> None:
    # The address says somebody else, before and after.
    way_in(page, trust, email_of(role), "administration", **{"as": "data_manager", "school": 910002})
    assert page.locator(".signed-in b").inner_text() == signing_in.PEOPLE[role.value].name
    assert role.label in page.locator(".signed-in").inner_text()
    assert page.get_by_text("Look as").count() == 0
    assert "as=" not in page.url
    may = role in (Role.CEO, Role.DTL, Role.HEAD, Role.DATA_MANAGER)
    page.goto(trust.server.url("administration", **{"as": "data_manager"}))
    settle(page, 60)
    assert (title(page) == "Administration") is may if may else page.locator(".empty").count() == 1


def test_a_deep_link_is_kept_and_no_stranger_s_is(page: Any, trust: Trust) -> None:
    way_in(page, trust, email_of("head"), "school", urn=ASH_LANE, kind="current")
    assert page.url == trust.server.url("school", urn=ASH_LANE, kind="current")
    assert title(page).startswith("Ash Lane")
    page.goto(f"{trust.server.address}/sign-in?next=//evil.example/x", wait_until="commit")
    page.locator("input[name=sub]").fill(email_of("head"))
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(f"{trust.server.address}/", wait_until="commit")


@pytest.mark.parametrize(
    ("who", "heading", "said"),
    [
        (STRANGER, "You are not on the list yet", STRANGER),
        (UNVERIFIED, "This account cannot be used here", "never confirmed"),
        (signing_in.PEOPLE["leaver"].email, "Your access has ended", "leaver@trust.example"),
    ],
)
def test_who_is_not_let_in_is_told_why(page: Any, trust: Trust, who: str, heading: str, said: str) -> None:
    way_in(page, trust, who, "school")
    assert title(page) == heading
    assert said in page.locator(".empty").inner_text()
    assert page.locator(".menu").count() == 0


def test_signing_out_ends_it_in_every_tab_of_this_browser(page: Any, trust: Trust) -> None:
    way_in(page, trust, email_of("dtl"))
    other = page.context.new_page()
    other.goto(trust.server.url("school"))
    settle(other, 60)
    cookies = page.context.cookies()
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url(f"{trust.provider}/**", wait_until="commit")
    other.locator(".menu").get_by_role("link", name="Predictions", exact=True).click()
    other.wait_for_function("() => document.querySelector('h1')?.innerText === 'You are signed out'")
    settle(other, 60)
    assert other.locator(".menu").count() == 0
    # Whoever kept a copy of the cookie has nothing by it.
    page.context.add_cookies(cookies)
    other.goto(trust.server.url("school"))
    settle(other, 60)
    assert title(other) == "You are signed out"


def test_sign_out_everywhere_closes_the_other_machine_at_its_next_click(
    browsers: Callable[[], Any], trust: Trust
) -> None:
    at_school, at_home = browsers(), browsers()
    for tab in (at_school, at_home):
        way_in(tab, trust, email_of("board"))
    at_home.get_by_test_id("stPopoverButton").filter(has_text="Sign out everywhere").click()
    at_home.locator(".st-key-sign_out_everywhere button").click()
    at_home.wait_for_url(f"{trust.provider}/**", wait_until="commit")
    at_school.locator(".menu a").last.click()
    at_school.wait_for_function("() => document.querySelector('h1')?.innerText === 'You are signed out'")


def test_who_joins_comes_in_and_who_leaves_is_out_at_the_next_click(page: Any, trust: Trust) -> None:
    def listed(active: bool) -> None:
        with open_record(trust.folder).writing(figures=False) as connection:
            people.put_people(
                connection,
                [people.Person(email="new@trust.example", name="Newly Here", role=Role.DTL, active=active)],
            )

    _tell(trust.provider, "new@trust.example", {"email": "New@Trust.example", "email_verified": True})
    listed(True)
    way_in(page, trust, "new@trust.example")
    assert page.locator(".signed-in b").inner_text() == "Newly Here"
    listed(False)
    page.locator(".menu a", has_text="School").first.click()
    page.wait_for_function("() => document.querySelector('h1')?.innerText === 'Your access has ended'")


def test_a_sign_in_that_lasts_too_long_ends(
    page: Any, small_folder: DataFolder, provider: str, tmp_path: Path
) -> None:
    with served(small_folder, provider, tmp_path / "log", idle_minutes=0.1) as trust:
        way_in(page, trust, email_of("ceo"))
        assert page.locator(".menu").count() == 1
        page.wait_for_timeout(8_000)
        page.locator(".menu a", has_text="School").first.click()
        page.wait_for_function("() => document.querySelector('h1')?.innerText === 'Please sign in again'")
        # Loading the page anew does not help.
        page.reload()
        settle(page, 60)
        assert title(page) == "Please sign in again"


def fetched(address: str, page: Any = None) -> tuple[int, bytes, Any]:
    """What an address answers to whoever has the cookies of a tab."""
    request = urllib.request.Request(address)
    if page is not None:
        held = page.context.cookies(address)
        request.add_header("cookie", "; ".join(f"{one['name']}={one['value']}" for one in held))
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read(), refused.headers


def test_a_download_is_for_whoever_it_was_made_for(browsers: Callable[[], Any], trust: Trust) -> None:
    manager, ceo = browsers(), browsers()
    way_in(manager, trust, email_of("data_manager"), "administration", part="people")
    way_in(ceo, trust, email_of("ceo"), "school")
    with manager.expect_download() as download:
        manager.get_by_role("button", name="Download the list").click()
    assert download.value.suggested_filename == "people.csv"
    file = download.value.url
    assert file.startswith(f"{trust.server.address}/media/")
    status, content, headers = fetched(file, manager)
    assert status == 200
    assert b"leaver@trust.example" in content
    assert headers["cache-control"] == "no-store"
    for other in (None, ceo):
        status, content, _ = fetched(file, other)
        assert status == 403
        assert b"@" not in content
    for closed in ("_stcore/metrics", "media/no-such-file.csv"):
        assert fetched(f"{trust.server.address}/{closed}", ceo)[0] == 403
    with open_record(trust.folder).writing(figures=False) as connection:
        from etl.record import sign_ins

        sign_ins.end_all(connection, email_of("data_manager"))
    assert fetched(file, manager)[0] == 403


def test_what_every_answer_says_to_the_browser(page: Any, trust: Trust) -> None:
    for path in ("", "school", "healthz", "_stcore/health", "media/x.csv"):
        _, _, headers = fetched(f"{trust.server.address}/{path}")
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
    way_in(page, trust, email_of("dtl"))
    held = {one["name"]: one for one in page.context.cookies(trust.server.address)}
    given = held["_streamlit_user"]
    assert given["httpOnly"]
    assert given["sameSite"] == "Lax"
    assert given["expires"] - time.time() < 12 * 3600 + 60
    with open_record(trust.folder).reading() as connection:
        line = audit.latest(connection, 1)[0]
    assert (line["who"], line["action"], line["role"]) == ("dtl@trust.example", "sign in", "dtl")


def test_nothing_leaves_this_machine(page: Any, trust: Trust) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    faults: list[str] = []
    page.on(
        "console", lambda message: faults.append(message.text) if "Content Security" in message.text else None
    )
    way_in(page, trust, email_of("ceo"))
    for entry in PAGES:
        page.goto(trust.server.url(entry.path))
        settle(page, 60)
    ours = (trust.server.address, trust.provider, PROVIDER_STYLES, "data:", "blob:")
    assert len(asked) > len(PAGES)
    assert not [address for address in asked if not address.startswith(ours)]
    assert not faults


def test_through_https_another_process_takes_over_and_the_sign_in_holds(
    browser: Any, small_folder: DataFolder, provider: str, tmp_path: Path
) -> None:
    signing_in.put_people(small_folder)
    ports = (free_port(), free_port())
    context = browser.new_context(accept_downloads=True, ignore_https_errors=True)
    context.set_default_timeout(60_000)
    context.route(f"{PROVIDER_STYLES}**", lambda route: route.abort())
    page = context.new_page()
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    with tls_proxy.passing_on(tmp_path, ports) as address:
        settings.write(
            small_folder, signing_in.setting(provider=Provider.OTHER, issuer=provider, address=address)
        )
        with (
            running(small_folder.root, tmp_path / "first", port=ports[0]) as first,
            running(small_folder.root, tmp_path / "second", port=ports[1]) as second,
        ):
            trust = Trust(small_folder, Server(address, first.process, first.log), provider)
            way_in(page, trust, email_of("data_manager"), "pupils", urn=ASH_LANE)
            assert page.url == trust.server.url("pupils", urn=ASH_LANE)
            assert title(page).startswith("Pupils")
            held = {one["name"]: one["secure"] for one in page.context.cookies(address)}
            assert held["_streamlit_user"]
            assert all(held.values()), held
            before = len(sockets)
            first.process.kill()
            page.wait_for_event("websocket")
            page.wait_for_function(
                "() => document.querySelector('[data-testid=stApp]')"
                ".getAttribute('data-test-connection-state') === 'CONNECTED'"
            )
            page.locator(".menu a", has_text="Administration").click()
            page.wait_for_function("() => document.querySelector('h1')?.innerText === 'Administration'")
            answer = page.goto(f"{address}/administration?part=people")
            settle(page, 60)
            assert page.locator(".signed-in b").inner_text() == signing_in.PEOPLE["data_manager"].name
            assert answer.headers["strict-transport-security"] == "max-age=31536000"
            with page.expect_download() as download:
                page.get_by_role("button", name="Download the list").click()
            assert b"leaver@trust.example" in Path(download.value.path()).read_bytes()
    context.close()
    assert len(sockets) > before
    assert all(one.startswith("wss://") for one in sockets)
    for log in (first.log, second.log):
        said = log.read_text(encoding="utf-8")
        assert small_trust.SURNAME not in said
        assert "arning" not in said


def test_the_server_itself_connects_to_nobody_but_the_provider(
    small_folder: DataFolder, provider: str, tmp_path: Path, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Python runs a module of this name before all else: it writes down every address that is called. What
    # uvloop calls Python would not hear of; on Python's own event loop the same code calls the same places.
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "sys.modules['uvloop'] = None\n"
        "def watch(event, given):\n"
        "    if event == 'socket.connect' and isinstance(given[1], tuple) or event == 'socket.getaddrinfo':\n"
        f"        with open({str(tmp_path / 'called')!r}, 'a') as log:\n"
        "            log.write(f'{given[1][0] if event == \"socket.connect\" else given[0]}\\n')\n"
        "sys.addaudithook(watch)\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), str(ROOT)]))
    with served(small_folder, provider, tmp_path / "log") as trust:
        way_in(page, trust, email_of("dtl"))
        assert page.locator(".menu").count() == 1
    called = set((tmp_path / "called").read_text(encoding="utf-8").split())
    assert called <= {"127.0.0.1", "localhost"}
    assert called, "it watched"
