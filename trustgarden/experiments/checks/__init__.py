"""Behaviour checks: claims that a person can read, and baselines, for continuous integration."""

from __future__ import annotations

from .checking import Result, check, update_baseline
from .claims import Claim, ClaimsFile
from .judging import Judged
from .reading import OWN_CLAIMS, read_claims
from .sequential import Verdict

__all__ = [
    "OWN_CLAIMS",
    "Claim",
    "ClaimsFile",
    "Judged",
    "Result",
    "Verdict",
    "check",
    "read_claims",
    "update_baseline",
]
