"""The organisation: people, leaders, relationship memory, the week and its mechanisms, measures.

Data flows one way: scenario -> organisation -> week -> measures. This room
reads no file, prints nothing and plots nothing, and knows no other room.
"""

from __future__ import annotations

from .measures import MEASURE_NAMES, MEASURES, Measure
from .scenario import Scenario

__all__ = ["MEASURES", "MEASURE_NAMES", "Measure", "Scenario"]
