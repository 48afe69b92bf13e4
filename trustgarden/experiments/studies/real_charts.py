"""Charts of real organisations, from published data that lie beside the repository.

Their licences are not ours, so nothing of them is copied: they are read from the folder that
the environment variable TRUSTGARDEN_DATA names, or from `../shared/data` of a checkout.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustgarden.errors import InputError
from trustgarden.model.chart import Chart
from trustgarden.scenarios import load_scenario
from trustgarden.scenarios.changing import with_changes
from trustgarden.scenarios.charts import read_chart

from .ve11_firm import grouped_chart

__all__ = ["consultants", "data_folder", "law_firm", "managers", "researchers"]

REPOSITORY = Path(__file__).resolve().parents[3]


def data_folder() -> Path:
    """Where the real organisations should be."""
    stated = os.environ.get("TRUSTGARDEN_DATA")
    return Path(stated) if stated else REPOSITORY.parent / "shared" / "data"


def data_file(organisation: str, file: str) -> Path:
    """A file of a real organisation.

    Raises:
        InputError: If it is not there.
    """
    path = data_folder() / organisation / file
    if not path.is_file():
        raise InputError(
            f"the study REAL reads {file} of {organisation}, and {path} is not there. Set "
            "TRUSTGARDEN_DATA to the folder that holds the real organisations, or leave REAL out."
        )
    return path


def managers() -> Chart:
    """Krackhardt's (1987) 21 managers: who reports to whom, and level."""
    people = {
        "file": str(data_file("krackhardt_hightech", "nodes.csv")),
        "rank": "level",
        "chart": str(data_file("krackhardt_hightech", "reportto.csv")),
    }
    chart = read_chart(with_changes(load_scenario("untended"), {"organisation.people": people}))
    if chart is None:
        raise InputError("krackhardt_hightech/nodes.csv names nobody. Check the file.")
    return chart


def law_firm() -> Chart:
    """Lazega's (2001) 71 lawyers; who is of one office and practice works together.

    The smallest office, with four people, is one group.
    """
    nodes = _nodes("lazega_lawfirm", ["status", "office", "practice"])
    size = nodes.groupby("office")["office"].transform("size")
    own = nodes["practice"].where(size >= 2 * SMALLEST, 0)
    return grouped_chart(
        _numbered(nodes["office"] * 10 + own), _numbered(nodes["office"]),
        _numbered(nodes["practice"]), _numbered(nodes["status"]),
    )  # fmt: skip


def consultants() -> Chart:
    """The 46 consultants of Cross & Parker (2004): one group a region, places are cities."""
    nodes = _nodes("cross_parker_consulting", ["orglevel", "region", "location"])
    return grouped_chart(
        _numbered(nodes["region"]), _numbered(nodes["location"]), np.zeros(len(nodes)),
        _numbered(-nodes["orglevel"]),
    )  # fmt: skip


def researchers() -> Chart:
    """The 77 researchers of a manufacturer (Cross & Parker 2004): a group and place a site."""
    nodes = _nodes("cross_parker_manufacturing", ["orglevel", "location"])
    site = _numbered(nodes["location"])
    return grouped_chart(site, site, np.zeros(len(nodes)), _numbered(nodes["orglevel"]))


SMALLEST = 4
"""People whom a group of one practice in an office has at least, on average."""


def _nodes(organisation: str, columns: list[str]) -> pd.DataFrame:
    path = data_file(organisation, "nodes.csv")
    nodes = pd.read_csv(path)
    missing = [name for name in ("id", *columns) if name not in nodes]
    if missing:
        raise InputError(f"{path} has no column {missing[0]!r}. Take the file as it was published.")
    return nodes


def _numbered(values: Any) -> npt.NDArray[np.int64]:
    """Codes from 0 on, in the order of values."""
    codes: npt.NDArray[np.int64] = np.unique(np.asarray(values), return_inverse=True)[1]
    return codes
