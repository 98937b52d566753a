"""Who is let in: whose address the provider vouches for, who is on the list, and for how long."""

from __future__ import annotations

import os
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import signing_in
from signing_in import claims, setting

from dashboard.__main__ import main
from dashboard.server.ownership import ANYBODY, Ownership
from dashboard.server.way_in import our_page
from dashboard.sign_in import setting as settings
from dashboard.sign_in.claims import NotVouchedForError, email_of
from dashboard.sign_in.cookies import Presented, presented, signed
from dashboard.sign_in.setting import Provider, issuer_of, public_address
from dashboard.sign_in.standing import Inside, Outside, Why, standing
from dashboard.start import check_reach
from etl.backup import back_up, restore
from etl.errors import TrustDataError, UsageError
from etl.folder import DataFolder
from etl.record import audit, people, sign_ins
from etl.record.connection import RecordError, now
from etl.record.opening import open_record
from etl.record.tables import sign_in
from etl.registers.take_in import load_people, put_first_administrator

TENANT = "11111111-2222-3333-4444-555555555555"
MICROSOFT = setting(provider=Provider.MICROSOFT, issuer=f"https://login.microsoftonline.com/{TENANT}/v2.0")
GOOGLE = setting(provider=Provider.GOOGLE, issuer="https://accounts.google.com")


def of_microsoft(**changes: Any) -> dict[str, Any]:
    return claims(**{"iss": MICROSOFT.issuer, "tid": TENANT, "email_verified": None, **changes})


def of_google(email: str = "head@trust.example", **changes: Any) -> dict[str, Any]:
    return claims(email, **{"iss": GOOGLE.issuer, "hd": "trust.example", **changes})


@pytest.mark.parametrize(
    ("said", "made", "email"),
    [
        (claims("Head@Trust.Example"), setting(), "head@trust.example"),
        (of_microsoft(), MICROSOFT, "head@trust.example"),
        (of_microsoft(email=None, preferred_username="H@Trust.example"), MICROSOFT, "h@trust.example"),
        (of_google(), GOOGLE, "head@trust.example"),
        (of_google("chair@gmail.com", hd=None), GOOGLE, "chair@gmail.com"),
    ],
)
def test_an_address_that_is_vouched_for_counts_in_lower_case(
    said: dict[str, Any], made: settings.SignIn, email: str
) -> None:
    assert email_of(said, made) == email


OTHER_TENANT = "99999999-2222-3333-4444-555555555555"


@pytest.mark.parametrize(
    ("said", "made"),
    [
        (claims(email_verified=False), setting()),
        (claims(email_verified=None), setting()),
        (claims(email_verified="false"), setting()),
        (claims(iss="http://localhost:9401"), setting()),
        (claims(email=None), setting()),
        (claims(email="", preferred_username="head@trust.example"), setting()),
        (of_microsoft(tid=OTHER_TENANT), MICROSOFT),
        (of_microsoft() | {"iss": MICROSOFT.issuer.replace(TENANT, OTHER_TENANT)}, MICROSOFT),
        (of_microsoft(idp=f"https://sts.windows.net/{OTHER_TENANT}/"), MICROSOFT),
        (of_microsoft(acct=1), MICROSOFT),
        (of_microsoft(xms_edov=False), MICROSOFT),
        (of_google(email_verified=False), GOOGLE),
        (of_google(hd=None), GOOGLE),
        (of_google() | {"iss": "https://accounts.google.com.evil.example"}, GOOGLE),
    ],
)
def test_an_address_that_nobody_vouches_for_lets_nobody_in(
    said: dict[str, Any], made: settings.SignIn
) -> None:
    with pytest.raises(NotVouchedForError):
        email_of(said, made)


@pytest.fixture
def trust(small_folder: DataFolder) -> DataFolder:
    signing_in.put_people(small_folder)
    return small_folder


def come(folder: DataFolder, email: str, key: str = "k") -> Presented:
    with open_record(folder).writing(figures=False) as connection:
        sign_ins.begin(connection, key, email)
    return Presented(key=key, claims=claims(email))


def set_back(folder: DataFolder, **columns: timedelta) -> None:
    with open_record(folder).writing(figures=False) as connection:
        connection.execute(sign_in.update().values({name: now() - ago for name, ago in columns.items()}))


def why(found: Inside | Outside) -> Why | None:
    return found.why if isinstance(found, Outside) else None


def test_who_is_on_the_list_and_signed_in_is_let_in(trust: DataFolder) -> None:
    found = standing(trust, setting(), come(trust, "head@trust.example"))
    assert isinstance(found, Inside)
    assert found.person == signing_in.PEOPLE["head"]


def test_nobody_else_is(trust: DataFolder, tmp_path: Path) -> None:
    def of(email: str, key: str = "never begun") -> Why | None:
        return why(standing(trust, setting(), Presented(key=key, claims=claims(email))))

    assert why(standing(trust, setting(), None)) is Why.NOBODY
    assert of("stranger@trust.example") is Why.UNKNOWN
    assert of("leaver@trust.example") is Why.LEFT
    # A cookie that is signed, and was never given at a sign-in: also somebody else's sign-in.
    assert of("head@trust.example") is Why.ENDED
    come(trust, "ceo@trust.example", "the CEO's")
    assert of("head@trust.example", "the CEO's") is Why.ENDED
    unverified = Presented(key="k", claims=claims(email_verified=False))
    assert why(standing(trust, setting(), unverified)) is Why.NOT_VOUCHED_FOR
    nowhere = DataFolder(tmp_path / "nowhere")
    assert why(standing(nowhere, setting(), Presented(key="k", claims=claims()))) is Why.NO_TRUST


def test_a_sign_in_ends_after_its_hours_and_when_idle(trust: DataFolder) -> None:
    shown = come(trust, "head@trust.example")
    set_back(trust, signed_in_at=timedelta(hours=11, minutes=59), seen_at=timedelta(minutes=59))
    assert why(standing(trust, setting(), shown)) is None
    # Having been seen just now, it may be idle again for as long.
    with open_record(trust).reading() as connection:
        held = sign_ins.find(connection, "k")
    assert held is not None
    assert now() - held.seen_at < timedelta(seconds=10)
    set_back(trust, seen_at=timedelta(minutes=60))
    assert why(standing(trust, setting(), shown)) is Why.IDLE
    set_back(trust, signed_in_at=timedelta(hours=12), seen_at=timedelta())
    assert why(standing(trust, setting(), shown)) is Why.TOO_LONG


def test_a_record_that_cannot_be_written_keeps_nobody_from_reading(
    trust: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = come(trust, "head@trust.example")
    set_back(trust, seen_at=timedelta(minutes=30))

    def locked(*args: object) -> None:
        raise RecordError("Somebody else is writing.")

    monkeypatch.setattr(sign_ins, "seen", locked)
    assert why(standing(trust, setting(), shown)) is None


def test_signing_out_ends_one_and_everywhere_ends_all(trust: DataFolder) -> None:
    at_school, at_home = come(trust, "head@trust.example", "1"), come(trust, "head@trust.example", "2")
    ceo = come(trust, "ceo@trust.example", "3")
    with open_record(trust).writing(figures=False) as connection:
        sign_ins.end(connection, "1")
        sign_ins.begin(connection, "1", "head@trust.example")  # what has ended does not begin again
    assert why(standing(trust, setting(), at_school)) is Why.ENDED
    assert why(standing(trust, setting(), at_home)) is None
    with open_record(trust).writing(figures=False) as connection:
        assert sign_ins.end_all(connection, "head@trust.example") == 1
    assert why(standing(trust, setting(), at_home)) is Why.ENDED
    assert why(standing(trust, setting(), ceo)) is None


def test_who_leaves_is_out_at_once_and_stays_out_when_they_come_back(trust: DataFolder) -> None:
    shown = come(trust, "head@trust.example")
    head = signing_in.PEOPLE["head"]
    for active, expected in ((False, Why.LEFT), (True, Why.ENDED)):
        with open_record(trust).writing(figures=False) as connection:
            people.put_people(
                connection,
                [
                    people.Person(
                        email=head.email, name=head.name, role=head.role, schools=head.schools, active=active
                    )
                ],
            )
        assert why(standing(trust, setting(), shown)) is expected


def test_a_backup_signs_nobody_in_again(trust: DataFolder, tmp_path: Path) -> None:
    shown = come(trust, "head@trust.example")
    back_up(trust, tmp_path / "backup.zip")
    with open_record(trust).writing(figures=False) as connection:
        sign_ins.end_all(connection)
    restore(trust, tmp_path / "backup.zip")
    assert why(standing(trust, setting(), shown)) is Why.ENDED


# The list of people


def listed(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "people.csv"
    path.write_text("\n".join(["email,name,role,schools,subjects,active", *rows]), encoding="utf-8")
    return path


def test_the_last_who_can_add_people_stays(small_folder: DataFolder, tmp_path: Path) -> None:
    assert put_first_administrator(small_folder, "Manager@Trust.example").email == "manager@trust.example"
    with pytest.raises(TrustDataError, match=r"manager@trust.example\) can add people already"):
        put_first_administrator(small_folder, "second@trust.example")
    for row in ("manager@trust.example,M,data_manager,,,no", "manager@trust.example,M,board,,,yes"):
        with pytest.raises(TrustDataError, match="Nobody would be left"):
            load_people(small_folder, listed(tmp_path, row))
    load_people(
        small_folder,
        listed(tmp_path, "manager@trust.example,M,data_manager,,,no", "ceo@trust.example,C,ceo,,,yes"),
    )
    with open_record(small_folder).reading() as connection:
        assert [one.email for one in people.administrators(connection)] == ["ceo@trust.example"]


def test_the_first_administrator_from_the_command_line(
    small_folder: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    from etl.__main__ import main as etl

    data = ["--data", str(small_folder.root)]
    assert etl(["people", "--first-administrator", "m@trust.example", "--name", "Mo", *data]) == 0
    assert etl(["people", "--first-administrator", "m@trust.example", *data]) == 1
    assert etl(["people", "--first-administrator", "nobody", *data]) == 2
    assert etl(["people", *data]) == 2
    with open_record(small_folder).reading() as connection:
        assert people.find(connection, "M@trust.example") is not None
        assert audit.latest(connection, 1)[0]["action"] == "first administrator"
    assert "Traceback" not in capsys.readouterr().err


# How it is set up


def set_up(folder: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setenv(settings.SECRET_NAME, "a client's secret")
    return main(["sign-in", "--data", str(folder), "--client-id", "dashboard", *arguments])


def test_setting_up_writes_a_file_that_only_its_owner_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = DataFolder(tmp_path / "data")
    here = ("--address", "https://Dash.trust.example/")
    assert set_up(folder.root, monkeypatch, "--provider", "microsoft", "--tenant", TENANT, *here) == 0
    said = capsys.readouterr().out
    assert "https://dash.trust.example/oauth2callback" in said
    assert "a client's secret" not in said
    made = settings.read(folder)
    assert made is not None
    assert (made.issuer, made.host, made.is_https) == (MICROSOFT.issuer, "dash.trust.example", True)
    assert "secret" not in repr(made)
    if os.name != "nt":
        assert stat.S_IMODE((folder.root / settings.FILE).stat().st_mode) == 0o600
        assert not settings.readable_by_others(folder)
        (folder.root / settings.FILE).chmod(0o644)
        assert settings.readable_by_others(folder)
    # A second time: who is signed in stays so.
    assert set_up(folder.root, monkeypatch, "--provider", "google", *here, "--hours", "8") == 0
    again = settings.read(folder)
    assert again is not None
    assert set_up(folder.root, monkeypatch, "--provider", "google", *here, "--hours", "9999") != 0
    assert (again.cookie_secret, again.hours, again.issuer) == (made.cookie_secret, 8, GOOGLE.issuer)


def test_a_sign_in_lasts_no_longer_than_the_record_knows_of_it(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    settings.write(folder, setting(hours=settings.MOST_HOURS))
    assert settings.read(folder) is not None
    settings.write(folder, setting(hours=settings.MOST_HOURS + 1))
    with pytest.raises(UsageError, match="720 hours at most"):
        settings.read(folder)


@pytest.mark.parametrize("tenant", ["", "common", "organizations", "consumers", "trust.example"])
def test_microsoft_is_one_organisation_s_own_directory(tenant: str) -> None:
    with pytest.raises(UsageError, match="your own directory"):
        issuer_of(Provider.MICROSOFT, tenant=tenant)


@pytest.mark.parametrize(
    "address",
    ["", "dash.trust.example", "http://dash.trust.example", "https://dash.trust.example/app",
     "https://a@b.example", "ftp://x", "https://x:y"],
)  # fmt: skip
def test_the_public_address_is_https_and_a_host_s_own(address: str) -> None:
    with pytest.raises(UsageError):
        public_address(address)


@pytest.mark.parametrize("text", ["", "provider = 'google'", "][", "provider = 'nobody'\nissuer = ''"])
def test_a_faulty_file_stops_the_start_and_never_opens_the_door(tmp_path: Path, text: str) -> None:
    (tmp_path / settings.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be read"):
        settings.read(DataFolder(tmp_path))


def test_other_machines_need_sign_in_https_and_a_proxy() -> None:
    check_reach(None, "127.0.0.1", ())
    for made, proxies in (
        (None, ()),
        (None, ("10.0.0.5",)),
        (setting(), ("10.0.0.5",)),
        (setting(address="https://dash.trust.example"), ()),
    ):
        with pytest.raises(UsageError):
            check_reach(made, "0.0.0.0", proxies)
    check_reach(setting(address="https://dash.trust.example"), "0.0.0.0", ("10.0.0.5",))


# Cookies, files and the way back


def test_a_cookie_counts_only_as_it_was_signed() -> None:
    secret = setting().cookie_secret
    cookie = signed(claims(), secret)
    found = presented({"_streamlit_user": cookie}, secret)
    assert found is not None
    assert found.claims["email"] == "head@trust.example"
    assert len(found.key) == 64
    assert presented({"_streamlit_user": cookie[:-1] + "A"}, secret) is None
    assert presented({"_streamlit_user": cookie}, "another secret of thirty-two letters") is None
    assert presented({"_streamlit_user": signed(claims(is_logged_in=False), secret)}, secret) is None
    assert presented({}, secret) is None


@pytest.mark.parametrize(
    ("asked", "opened"),
    [
        ("/", "/"),
        ("/school?urn=910001&half_term=2026-27-autumn-1", "/school?urn=910001&half_term=2026-27-autumn-1"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("/school/../x", "/"),
        ("/school\r\nSet-Cookie: x=1", "/"),
        ("/school?a=1#b", "/"),
        ("school", "/"),
        ("", "/"),
        ("/é", "/"),
    ],
)
def test_the_way_back_never_leads_elsewhere(asked: str, opened: str) -> None:
    assert our_page(asked) == opened


def test_a_file_is_of_the_sign_ins_it_was_made_for() -> None:
    held = Ownership()
    held.tab_belongs("head's tab", "head")
    held.tab_belongs("CEO's tab", "ceo")
    held.tab_belongs("nobody's tab", ANYBODY)
    held.made("head's tab", "/media/aa.csv")
    held.made("nobody's tab", "/media/icon.png")
    held.made("a tab that nobody vouched for", "/media/bb.csv")
    held.promised("head's tab", "promise")
    held.made_as_promised("promise", "/media/cc.xlsx")
    held.made_as_promised("no such promise", "/media/dd.xlsx")
    names = ("aa.csv", "bb.csv", "cc.xlsx", "dd.xlsx", "icon.png", "ee.csv")

    def fetched_by(key: str) -> list[str]:
        return [name for name in names if held.may_fetch(key, f"/media/{name}")]

    assert fetched_by("head") == ["aa.csv", "cc.xlsx", "icon.png"]
    assert fetched_by("ceo") == fetched_by(ANYBODY) == ["icon.png"]
    # The same file made for both is of both.
    held.made("CEO's tab", "/media/aa.csv")
    assert fetched_by("ceo") == ["aa.csv", "icon.png"]
    assert held.is_of("head", "head's tab")
    assert not held.is_of("ceo", "head's tab")
    assert not held.is_of(ANYBODY, "nobody's tab")
