"""Rules of the model over arrays, so that what is read of people is computed by one formula only.

Compiled for one call, a rule costs more than the whole survey; and its plain Python calls
compiled parts. So a rule is rebuilt here with the functions of scipy for logistic and logit,
which differ from ours in the last bits.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any

from scipy import special

__all__ = ["over_arrays"]

PARTS = {"logistic": special.expit, "logit": special.logit}


def over_arrays(rule: Callable[..., Any]) -> Callable[..., Any]:
    """The rule for arrays; it must not branch on what is an array."""
    plain = getattr(rule, "py_func", rule)
    return FunctionType(
        plain.__code__, {**plain.__globals__, **PARTS}, plain.__name__, plain.__defaults__
    )
