"""Unique pupil numbers: the published test vectors, and that one mistyped character never passes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.upn import LETTERS, check_letter, normalise_upn, upn_fault, with_check_letter


@pytest.mark.parametrize(
    ("upn", "sound"),
    [
        ("B801200005001", True),
        ("P207000016049", True),  # a widely copied example says Q, which is wrong
        ("Q207000016049", False),
        ("M80120000500A", True),  # temporary
        ("A938223016001", True),
        ("A93822301600B", True),
        ("A801200005001", False),
        ("B80120000500", False),
        ("B8012000050011", False),
        ("I801200005001", False),  # I, O and S are not used
        ("B80120000500S", False),
        ("1801200005001", False),
        ("B8012000٠5001", False),  # a zero of another script
        ("", False),
    ],
)
def test_upns_are_verified(upn: str, sound: bool) -> None:
    assert (upn_fault(upn) is None) is sound


def test_a_fault_never_repeats_the_number() -> None:
    fault = upn_fault("A801200005001")
    assert fault is not None
    assert "801200005001" not in fault


def test_spaces_apostrophes_and_case_are_tidied() -> None:
    assert normalise_upn(" 'b801 2000\u00a005001 ") == "B801200005001"


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 11), st.integers(1, 9))
def test_one_mistyped_digit_is_always_noticed(digits: str, place: int, by: int) -> None:
    # Weights 2 to 13 and differences 1 to 9 are never a multiple of 23 together.
    upn = with_check_letter(digits)
    wrong = str((int(digits[place]) + by) % 10)
    assert upn_fault(upn[: place + 1] + wrong + upn[place + 2 :]) is not None


@given(st.text("0123456789", min_size=11, max_size=11), st.sampled_from(LETTERS))
def test_temporary_numbers_have_their_letter(digits: str, last: str) -> None:
    assert upn_fault(check_letter(digits + last) + digits + last) is None
