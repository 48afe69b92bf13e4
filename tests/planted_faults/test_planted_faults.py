"""Every deliberate fault is caught by a test, and none is caught where there is none."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from .catching import ROOT, caught_by
from .faults import FAULTS


def test_there_are_faults_in_every_mechanism_and_each_can_be_planted() -> None:
    assert {f"M{number}" for number in range(1, 20)} <= {fault.mechanism for fault in FAULTS}
    assert len(FAULTS) >= 30
    for fault in FAULTS:
        text = (ROOT / "trustgarden" / "model" / fault.file).read_text(encoding="utf-8")
        assert text.count(fault.before) == 1, fault


def test_the_page_lists_every_fault() -> None:
    page = (ROOT / "docs" / "planted-faults.md").read_text(encoding="utf-8")
    for fault in FAULTS:
        assert fault.what in page, fault
    assert "**nothing**" not in page


@pytest.mark.long
def test_every_fault_is_caught() -> None:
    assert caught_by(None) is None
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        tests = list(pool.map(caught_by, FAULTS))
    missed = [fault.what for fault, test in zip(FAULTS, tests, strict=True) if test is None]
    assert not missed
