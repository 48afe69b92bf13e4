"""Scenarios: files that say who is in an organisation and under which conditions.

>>> from trustgarden.scenarios import load_scenario
>>> load_scenario("blame").consequence.regime
'blame'
"""

from __future__ import annotations

from .catalogue import catalogue
from .changing import with_changes
from .charts import read_chart
from .code import refuse_code
from .comparing import difference
from .describing import describe
from .explaining import explain
from .reading import load_scenario
from .schema import json_schema
from .template import new_scenario_text
from .writing import scenario_toml

__all__ = [
    "catalogue",
    "describe",
    "difference",
    "explain",
    "json_schema",
    "load_scenario",
    "new_scenario_text",
    "read_chart",
    "refuse_code",
    "scenario_toml",
    "with_changes",
]
