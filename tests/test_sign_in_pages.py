"""Every page for who signed in, and for who did not, without a browser; and what stands around the server."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
import signing_in
import small_trust
from conftest import text_of
from signing_in import PEOPLE, claims, setting
from small_trust import ASH_LANE, ELM_GROVE, OAKFIELD

from dashboard import signed_in
from dashboard.navigation import PAGES
from dashboard.server import serving, trouble
from dashboard.server.doorkeeper import FileGuard, HostCheck
from dashboard.server.headers import Headers
from dashboard.server.way_in import WayBack
from dashboard.sign_in import presence
from dashboard.sign_in import setting as settings
from dashboard.sign_in.cookies import Presented, presented, signed
from etl.folder import ROOT, DataFolder
from etl.record import audit, people, sign_ins
from etl.record.opening import open_record
from etl.roles import Role

Open = Callable[..., Any]


@pytest.fixture
def trust(small_folder: DataFolder) -> DataFolder:
    signing_in.put_people(small_folder)
    return small_folder


@pytest.fixture
def signed_in_as(
    trust: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str | None], None]]:
    """Signs a person in, or nobody, to a server that asks for it."""
    settings.put_in_force(setting())

    def come(who: str | None) -> None:
        shown = None
        if who is not None:
            email = PEOPLE[who].email if who in PEOPLE else who
            shown = Presented(key=f"of {email}", claims=claims(email))
            with open_record(trust).writing(figures=False) as connection:
                if people.find(connection, email):
                    sign_ins.begin(connection, shown.key, email)
        monkeypatch.setattr(presence, "shown_by_this_tab", lambda made: shown)

    yield come
    settings.put_in_force(None)


@pytest.mark.parametrize("page", [entry.id for entry in PAGES])
@pytest.mark.parametrize("who", [None, "leaver", "stranger@trust.example"])
def test_who_is_outside_sees_no_page(
    page: str, who: str | None, open_page: Open, trust: DataFolder, signed_in_as: Callable[..., None]
) -> None:
    signed_in_as(who)
    app = open_page(trust, page, "ceo", urn=OAKFIELD, audience="board")
    assert not app.exception
    said = text_of(app)
    assert 'class="go"' in said
    assert "Oakfield" not in said
    assert 'class="menu"' not in said
    assert not app.button


@pytest.mark.parametrize("page", [entry.id for entry in PAGES])
@pytest.mark.parametrize("role", list(Role))
def test_an_address_gives_nobody_another_role(
    page: str, role: Role, open_page: Open, trust: DataFolder, signed_in_as: Callable[..., None]
) -> None:
    signed_in_as(role.value)
    asked = "ceo" if role is not Role.CEO else "board"
    app = open_page(trust, page, asked, school=ELM_GROVE, leads="writing")
    assert not app.exception
    said = text_of(app)
    assert PEOPLE[role.value].name in said
    assert not [box for box in app.selectbox if box.key == "look_as"]
    menu = said.split('<nav class="menu"')[1].split("</nav>")[0]
    assert ("administration" in menu) is (role in (Role.CEO, Role.DTL, Role.HEAD, Role.DATA_MANAGER))


def test_a_head_of_two_schools_has_both_and_no_other(
    open_page: Open, trust: DataFolder, signed_in_as: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in_as("head")
    app = open_page(trust, "school", "ceo", school=ELM_GROVE, urn=ASH_LANE)
    assert "Ash Lane" in text_of(app)
    monkeypatch.setenv("TRUST_DATA", str(trust.root))
    who = signed_in.viewer()
    assert (who.role, who.own_schools, who.name) == (Role.HEAD, (OAKFIELD, ASH_LANE), "head@trust.example")
    signed_in_as("lead_teacher")
    assert signed_in.viewer().scope.subjects == ("maths",)
    signed_in_as(None)
    with pytest.raises(signed_in.AccessDenied, match="signed out"):
        signed_in.viewer()


@pytest.mark.parametrize("audience", ["board", "forum"])
def test_looking_through_an_audience_s_eyes_still_only_narrows(
    audience: str, open_page: Open, trust: DataFolder, signed_in_as: Callable[..., None]
) -> None:
    signed_in_as("dtl")
    app = open_page(trust, "school", "board", urn=OAKFIELD, year_group=6, audience=audience)
    assert not app.exception
    assert small_trust.SURNAME not in text_of(app)
    assert "open_pupils" not in {button.key for button in app.button}


def test_an_open_tab_does_nothing_more_once_signed_out_elsewhere(
    open_page: Open, trust: DataFolder, signed_in_as: Callable[..., None]
) -> None:
    signed_in_as("ceo")
    app = open_page(trust, "administration", "ceo", part="people")
    assert "sign_out_somebody" in {button.key for button in app.button}
    with open_record(trust).writing(figures=False) as connection:
        sign_ins.end_all(connection, PEOPLE["ceo"].email)
        before = len(audit.latest(connection, 1000))
    app.button(key="sign_out_somebody").click().run()
    assert "You are signed out" in text_of(app)
    with open_record(trust).reading() as connection:
        assert len(audit.latest(connection, 1000)) == before


@pytest.mark.parametrize(
    "change",
    [
        {"role": Role.BOARD},
        {"schools": frozenset({ASH_LANE})},
        {"active": False},
    ],
    ids=["another role", "a school fewer", "left"],
)
def test_a_part_drawn_on_its_own_draws_the_page_anew_for_another(
    change: dict[str, Any],
    trust: DataFolder,
    signed_in_as: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TRUST_DATA", str(trust.root))
    signed_in_as("head")
    anew: list[str] = []
    monkeypatch.setattr(signed_in.st, "rerun", lambda: anew.append("the whole page"))
    signed_in.begin()
    signed_in.draw_anew_for_another()
    assert not anew
    with open_record(trust).writing(figures=False) as connection:
        people.put_people(connection, [replace(PEOPLE["head"], **change)])
    signed_in.draw_anew_for_another()
    assert anew == ["the whole page"]


def test_every_part_drawn_on_its_own_asks_first_who_looks() -> None:
    asking = []
    for path in (ROOT / "dashboard").rglob("*.py"):
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(one, ast.FunctionDef):
                continue
            if any("fragment" in ast.unparse(by) for by in one.decorator_list):
                first = one.body[1 if ast.get_docstring(one) else 0]
                asking.append((one.name, ast.unparse(first)))
    assert asking
    assert [name for name, first in asking if first != "signed_in.draw_anew_for_another()"] == []


def test_a_manager_signs_somebody_out_everywhere_and_a_head_only_own_staff(
    open_page: Open, trust: DataFolder, signed_in_as: Callable[..., None]
) -> None:
    for who in ("board", "school_staff", "head"):
        signed_in_as(who)
    app = open_page(trust, "administration", "ceo", part="people")
    assert app.selectbox(key="sign_out_whom").options == ["A Teacher"]  # of the head who looks
    signed_in_as("data_manager")
    app = open_page(trust, "administration", "ceo", part="people")
    app.selectbox(key="sign_out_whom").set_value(PEOPLE["board"].email).run()
    app.button(key="sign_out_somebody").click().run()
    assert "A Board, Chair is signed out everywhere." in text_of(app)
    with open_record(trust).reading() as connection:
        held = sign_ins.find(connection, f"of {PEOPLE['board'].email}")
        line = audit.latest(connection, 1)[0]
    assert held is not None
    assert held.ended_at is not None
    assert (line["who"], line["action"], line["subject"]) == (
        "data_manager@trust.example", "sign out everywhere", "board@trust.example"
    )  # fmt: skip


def test_a_folder_with_sign_in_is_not_shown_by_a_server_without(open_page: Open, trust: DataFolder) -> None:
    settings.write(trust, setting())
    app = open_page(trust, "trust", "ceo")
    assert "Start the dashboard in another way" in text_of(app)
    assert "Oakfield" not in text_of(app)


# Around the server


async def _answers(scope: Any, receive: Any, send: Any) -> None:
    await send(
        {
            "type": "http.response.start",
            "status": 200,
            "headers": [
                (b"set-cookie", b"_streamlit_user=x; Max-Age=2592000; Path=/; HttpOnly"),
                (b"set-cookie", b"_streamlit_user=; Max-Age=0; Path=/"),
                (b"set-cookie", b"other=y; secure"),
            ],
        }
    )
    await send({"type": "http.response.body", "body": b"inside"})


def asked(
    app: Any,
    path: str = "/",
    *,
    host: str = "dash.example",
    peer: str = "10.0.0.5",
    headers: tuple[tuple[bytes, bytes], ...] = (),
) -> tuple[int, Any]:
    """What an application answers: its status and headers."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "headers": [(b"host", host.encode()), *headers],
        "client": (peer, 1),
        "query_string": b"",
    }
    # In a thread of its own: where a browser test ran before, this one's loop is Playwright's.
    with ThreadPoolExecutor(1) as own:
        own.submit(lambda: asyncio.run(app(scope, receive, send))).result()
    return sent[0]["status"], sent[0]["headers"]


@pytest.mark.parametrize(
    ("host", "peer", "status"),
    [
        ("dash.example", "10.0.0.5", 200),
        ("DASH.example.:443", "10.0.0.5", 200),
        ("evil.example", "10.0.0.5", 403),
        ("dash.example.evil.example", "10.0.0.5", 403),
        ("dash.example@evil.example", "10.0.0.5", 403),
        ("", "10.0.0.5", 403),
        ("dash.example", "10.0.0.6", 403),
    ],
)
def test_only_this_server_s_name_and_its_proxy_are_answered(host: str, peer: str, status: int) -> None:
    assert (
        asked(HostCheck(_answers, hosts=["dash.example"], peers=["10.0.0.5"]), host=host, peer=peer)[0]
        == status
    )


@pytest.mark.parametrize(
    "name", [b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-proto", b"x-real-ip"]
)
def test_without_sign_in_nothing_that_a_proxy_passed_on_is_answered(name: bytes) -> None:
    """A proxy that asks under the server's own name, as nginx does unless it is told otherwise."""
    passed_on = ((name, b"203.0.113.9"),)
    for directly, status in ((True, 403), (False, 200)):
        check = HostCheck(_answers, hosts=["127.0.0.1"], peers=None, directly=directly)
        assert asked(check, host="127.0.0.1:8501")[0] == 200
        assert asked(check, host="127.0.0.1:8501", headers=passed_on)[0] == status
    for made, directly in ((None, True), (setting(), False)):
        [middleware] = [one for one in serving.make(made)._user_middleware if one.cls is HostCheck]
        assert middleware.kwargs["directly"] is directly


def test_the_way_out_asked_for_directly_ends_the_sign_in(
    trust: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUST_DATA", str(trust.root))
    cookie = signed(claims("ceo@trust.example"), setting().cookie_secret)
    shown = presented({"_streamlit_user": cookie}, setting().cookie_secret)
    assert shown is not None
    with open_record(trust).writing(figures=False) as connection:
        sign_ins.begin(connection, shown.key, "ceo@trust.example")
    way_back = WayBack(_answers, setting=setting())
    for path, ended in (("/trust", False), ("/auth/logout", True)):
        asked(way_back, path, headers=((b"cookie", f"_streamlit_user={cookie}".encode()),))
        with open_record(trust).reading() as connection:
            held = sign_ins.find(connection, shown.key)
        assert held is not None
        assert (held.ended_at is not None) is ended
    with open_record(trust).reading() as connection:
        assert audit.latest(connection, 1)[0]["action"] == "sign out"


def test_under_https_no_cookie_travels_without_it() -> None:
    _, headers = asked(Headers(_answers, https=True, lasts_seconds=43_200))
    cookies = [value for name, value in headers if name == b"set-cookie"]
    assert cookies == [
        b"_streamlit_user=x; Max-Age=43200; Path=/; HttpOnly; Secure",
        b"_streamlit_user=; Max-Age=0; Path=/; Secure",
        b"other=y; secure",
    ]
    named = dict(headers)
    assert named[b"strict-transport-security"] == b"max-age=31536000"
    assert b"wss://dash.example" in named[b"content-security-policy"]
    _, headers = asked(Headers(_answers, https=False, lasts_seconds=None), host='x"; script-src *')
    assert b"strict-transport-security" not in dict(headers)
    assert b"script-src *" not in dict(headers)[b"content-security-policy"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/media/abc.csv", 403),
        ("/_stcore/upload_file/tab/file", 403),
        ("/_stcore/metrics", 403),
        ("/_stcore/health", 200),
        ("/school", 200),
    ],
)
def test_without_a_sign_in_no_file_goes_out_or_comes_in(path: str, status: int) -> None:
    assert asked(FileGuard(_answers, setting=setting()), path)[0] == status


def test_an_error_is_told_by_a_number_and_logged_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    try:
        small_trust.upn(0, "Quillfeather")  # type: ignore[arg-type]
    except (ValueError, TypeError) as error:
        place = trouble.where(error)
    assert "tests/small_trust.py" in place
    assert "Quillfeather" not in place
