"""What a cell was made from: the model, its parameters, and the apparatus of its study.

A cell keeps figures, not verdicts: another tolerance needs no new runs, another rule or
another apparatus does.
"""

from __future__ import annotations

import ast
import functools
import hashlib
from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.util import resolve_name
from pathlib import Path
from typing import Any

import trustgarden
import trustgarden.scenarios
from trustgarden.experiments.provenance import digest_of, model_digest
from trustgarden.experiments.studies import Study
from trustgarden.model.parameters import Parameters

__all__ = ["apparatus_digest", "origin_of"]

OF_APPARATUS = (
    "trustgarden.experiments.studies",
    "trustgarden.experiments.laboratory",
    "trustgarden.experiments.survey",
    "trustgarden.analysis",
)
"""Rooms whose code decides what a study measures; the model has a digest of its own."""

# How a figure is judged does not change the figure, and the list of studies is no apparatus.
JUDGING = {
    "trustgarden.experiments.studies",
    "trustgarden.experiments.studies.catalogue",
    "trustgarden.experiments.studies.criteria",
    "trustgarden.analysis",
}


def origin_of(study: Study, *, changes: Mapping[str, Any], seed: int) -> dict[str, Any]:
    """What decides the figures of a study's cells, beside how many replicates there are.

    Args:
        study: Whose cells.
        changes: Dotted keys that hold in every cell, beside the mechanism that is off.
        seed: Seed of all chance.
    """
    return {
        "trustgarden": trustgarden.__version__,
        "model": model_digest(),
        "parameters": digest_of(Parameters().model_dump())[:16],
        "apparatus": apparatus_digest(type(study).__module__),
        "changes": dict(changes),
        "seed": seed,
    }


@functools.cache
def apparatus_digest(module: str) -> str:
    """SHA-256 over a study's module, what it imports of the apparatus, and the catalogue.

    First 16 digits. A study that is no part of trustgarden counts by its own file alone.
    """
    digest = hashlib.sha256()
    for name in sorted(_closure(module)):
        digest.update(name.encode() + b"\0" + _source(name).read_bytes() + b"\0")
    catalogue = Path(trustgarden.scenarios.__file__).parent / "catalogue"
    for place in sorted(catalogue.iterdir()):
        if place.is_file():
            digest.update(place.name.encode() + b"\0" + place.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _closure(module: str) -> set[str]:
    found: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [one for one in _imported(name) if _counts(one)]
    return found


def _counts(module: str) -> bool:
    return module not in JUDGING and module.startswith(OF_APPARATUS)


def _imported(module: str) -> Iterator[str]:
    """Modules that a module imports, read from its source; names that are none are left out."""
    source = _source(module)
    package = module if source.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            base = resolve_name("." * node.level + (node.module or ""), package)
            names = [base, *(f"{base}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        yield from (name for name in names if _counts(name) and _is_module(name))


def _is_module(name: str) -> bool:
    try:
        import_module(name)
    except ModuleNotFoundError:
        return False
    return True


def _source(module: str) -> Path:
    return Path(str(import_module(module).__file__))
