"""Two results folders held side by side: the same scenarios, before and after a change.

What changed between them may be a version of trustgarden, a scenario file, or a constant. Where
both hold runs of the same seed under common luck, differences are taken within these pairs; else
between independent groups, which is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from markupsafe import Markup

from trustgarden.errors import InputError
from trustgarden.model.measures import MEASURES

from . import charts, pictures, sections, summary, tables
from .arms import Arm, Results
from .emergence import Definitions
from .frames import last_week
from .gathering import COMPARED, OUTCOMES, WEEKLY, Gathered, ends_of, gather
from .methods import references, statistics_words
from .origins import as_json, scenario_stories, sweep_provenance
from .pages import Page, Picture, Section, Table
from .report import arms_with_runs
from .statistics import (
    Interval,
    paired_difference,
    paired_effect,
    unpaired_difference,
    unpaired_effect,
)
from .words import duration, figure, interval, joined, plural, strong

__all__ = ["side_by_side", "side_by_side_page"]

MOST_SCENARIOS = 4
"""Two lines each; more than eight in one panel cannot be told apart."""

FEWEST_PAIRS = 2
_LABELS = {measure.name: measure.label for measure in MEASURES}


@dataclass(frozen=True)
class _Side:
    """One folder: its name, its results, and the arms that the other has too."""

    name: str
    results: Results
    arms: Sequence[Arm]

    @property
    def weeks(self) -> int:
        return int(self.results.manifest["weeks"])

    @property
    def common_luck(self) -> bool:
        return bool(self.results.manifest["experiment"].get("common_luck", True))

    def arm(self, name: str) -> str:
        return f"{name}, {self.name}"


def side_by_side_page(
    a: Results,
    b: Results,
    names: tuple[str, str],
    *,
    definitions: Definitions | None = None,
) -> Page:
    """Return the report of two results folders; differences are the second less the first.

    Args:
        a: The first.
        b: The second.
        names: What they are called.
        definitions: Of emergence and collapse.

    Raises:
        InputError: If they have no arm in common, or no run of one has finished.
    """
    called = names if names[0] != names[1] else (f"{names[0]} (first)", f"{names[1]} (second)")
    first, second, common, left_out = _sides(a, b, called)
    weeks = min(first.weeks, second.weeks)
    weekly, ends = _both(first, second, weeks)
    start = first.arm(common[0])
    g = gather(weekly, ends, reference=start, definitions=definitions)
    differences = side_by_side(ends, common, called)
    g = replace(g, differences=differences)
    return _page(first, second, common, g, _warnings(first, second, left_out))


def side_by_side(ends: pd.DataFrame, arms: Sequence[str], names: tuple[str, str]) -> pd.DataFrame:
    """Return how far each arm of the second folder ended from the same arm of the first.

    Args:
        ends: arm ("garden, A"), replicate (equal where a run of one is the pair of a run of the
            other), and the outcomes.
        arms: Arms that both hold.
        names: What the folders are called.

    Returns:
        Columns arm, measure, mean, low, high, n (pairs, or runs of both), effect (d_av, or Hedges'
        g), above (pairs in which the second is higher; NaN for groups), paired.
    """
    rows = []
    for arm in arms:
        one, other = (
            ends[ends["arm"] == f"{arm}, {name}"].set_index("replicate") for name in names
        )
        shared = one.index.intersection(other.index)
        for measure in OUTCOMES:
            rows.append(
                {"arm": arm, "measure": measure} | _difference(other[measure], one[measure], shared)
            )
    return pd.DataFrame(rows)


def _difference(b: pd.Series, a: pd.Series, shared: pd.Index) -> dict[str, Any]:
    paired = len(shared) >= FEWEST_PAIRS
    if paired:
        b, a = b.loc[shared], a.loc[shared]
    found: Interval = (paired_difference if paired else unpaired_difference)(b, a)
    effect = (paired_effect if paired else unpaired_effect)(b, a)
    above = float((b > a).sum()) if paired else float("nan")
    return {
        "mean": found.mean,
        "low": found.low,
        "high": found.high,
        "n": found.n,
        "effect": effect,
        "above": above,
        "paired": paired,
    }


def _sides(
    a: Results, b: Results, names: tuple[str, str]
) -> tuple[_Side, _Side, list[str], list[str]]:
    """Both with the arms that they have in common, in the order of the first."""
    of_a, of_b = arms_with_runs(a), arms_with_runs(b)
    there = {arm.name for arm in of_b}
    both = [arm.name for arm in of_a if arm.name in there]
    if not both:
        raise InputError(
            f"--compare: {names[0]} holds {', '.join(arm.name for arm in of_a)} and {names[1]} "
            f"{', '.join(arm.name for arm in of_b)}; nothing is in both, so nothing can be "
            "compared. Name two folders that share a scenario."
        )
    common = both[:MOST_SCENARIOS]
    every = [*(arm.name for arm in of_a), *(arm.name for arm in of_b)]
    left_out = [name for name in dict.fromkeys(every) if name not in common]
    first, second = (
        _Side(name, results, [arm for arm in arms if arm.name in common])
        for name, results, arms in zip(names, (a, b), (of_a, of_b), strict=True)
    )
    return first, second, common, left_out


def _both(first: _Side, second: _Side, weeks: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Weekly and end-of-run measures of both, arms of one scenario beside each other."""
    pairs = first.common_luck and second.common_luck
    found = [_of_side(side, weeks, pairs=pairs) for side in (first, second)]
    order = [side.arm(arm.name) for arm in first.arms for side in (first, second)]
    weekly, ends = (pd.concat(tables_, ignore_index=True) for tables_ in zip(*found, strict=True))
    return _in_order(weekly, order), _in_order(ends, order)


def _of_side(side: _Side, weeks: int, *, pairs: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    if side.weeks == weeks:
        weekly = tables.weekly_runs(side.results, side.arms, WEEKLY)
        ends = tables.run_ends(side.results, side.arms, OUTCOMES)
    else:
        # Runs of one age are compared: the longer ones are cut where the shorter ones end.
        every = tuple(dict.fromkeys((*WEEKLY, *OUTCOMES)))
        weekly = tables.weekly_runs(side.results, side.arms, every)
        weekly = weekly[weekly["week"] <= weeks]
        ends = ends_of(weekly)
    return _named(weekly, side, pairs=pairs), _named(ends, side, pairs=pairs)


def _named(table: pd.DataFrame, side: _Side, *, pairs: bool) -> pd.DataFrame:
    """Arms with the folder's name; replicates by their seed, or by no number of the other."""
    runs = side.results.runs.drop_duplicates("replicate").set_index("replicate")["seed"]
    replicate = (
        table["replicate"].map(runs)
        if pairs
        else table["replicate"].map(lambda number: f"{side.name} {number}")
    )
    return table.assign(arm=[side.arm(str(arm)) for arm in table["arm"]], replicate=replicate)


def _in_order(table: pd.DataFrame, order: Sequence[str]) -> pd.DataFrame:
    place = {name: number for number, name in enumerate(order)}
    return table.sort_values("arm", key=lambda names: names.map(place), kind="stable")


def _warnings(first: _Side, second: _Side, left_out: Sequence[str]) -> list[str]:
    found = []
    for side in (first, second):
        if not side.results.is_complete:
            found.append(f"{side.name} is not complete; its figures are about the runs there are.")
    if first.weeks != second.weeks:
        found.append(
            f"Runs of {first.name} have {first.weeks} weeks and those of {second.name} "
            f"{second.weeks}; all are taken up to week {min(first.weeks, second.weeks)}."
        )
    if left_out:
        found.append(f"Not held side by side: {', '.join(left_out)}.")
    return found


def _page(
    first: _Side, second: _Side, common: Sequence[str], g: Gathered, warnings: Sequence[str]
) -> Page:
    a, b = first.results.manifest, second.results.manifest
    stories = [story for name in common for story in _stories(first, second, name)]
    scenarios = [*a["scenarios"].values(), *b["scenarios"].values()]
    return Page(
        title=f"{first.name} and {second.name}, side by side",
        lede=_lede(common, g),
        warnings=warnings,
        sentences=_sentences(g, (first.name, second.name)),
        definitions=summary.definition_words(g.definitions),
        hero=pictures.team_picture(g.weekly, g.definitions),
        arms=g.arms,
        sections=[
            _difference_section(g, common, (first.name, second.name)),
            *sections.course_sections(g),
            *sections.soil_sections(g),
            sections.outcomes_section(g),
        ],
        stories=stories,
        reference=first.name,
        provenance=_provenance(first) | _provenance(second),
        sources=[
            (f"The manifest of {side.name}", as_json(side.results.manifest["experiment"], 2))
            for side in (first, second)
        ],
        glossary=sections.glossary(),
        again=["trustgarden report --compare FOLDER-A FOLDER-B --out compared.html"],
        methods=[statistics_words(g.definitions, with_changes=len(g.changes) > 0), _pairing(g)],
        references=references(str(b["trustgarden"]), scenarios, with_changes=len(g.changes) > 0),
    )


def _lede(common: Sequence[str], g: Gathered) -> str:
    how = (
        "runs that share a seed, and with it as much of people and luck as the change leaves, are "
        "compared with each other"
        if g.differences["paired"].all()
        else "their runs share no seeds, so that groups are compared"
    )
    length = duration(last_week(g.weekly))
    return f"{plural(len(common), 'scenario')} that both hold, over {length}: {how}."


def _pairing(g: Gathered) -> str:
    if g.differences["paired"].all():
        return "Differences between the two are within pairs of runs that share a seed."
    return (
        "Differences between the two are between independent groups (BCa bootstrap of both); "
        "effects are Hedges’ g (1981, doi:10.3102/10769986006002107)."
    )


def _sentences(g: Gathered, names: tuple[str, str]) -> list[Markup]:
    found = [summary.crossing_sentence(g.shares, event) for event in ("emerged", "collapsed")]
    rows = g.differences[g.differences["measure"] == "trust_team"].to_dict(orient="records")
    parts = [
        Markup('{} in {} <span class="nb">{}</span>').format(
            charts.signed(row["mean"]), strong(row["arm"]), interval(row["low"], row["high"])
        )
        for row in rows
    ]
    words = Markup("Trust in the team at the end, {} less {}: {}.")
    return [words.format(strong(names[1]), strong(names[0]), joined(parts)), *found]


def _difference_section(g: Gathered, common: Sequence[str], names: tuple[str, str]) -> Section:
    shown = pd.concat([g.differences[g.differences["measure"] == name] for name in COMPARED])
    rows = [
        [
            row["arm"],
            _LABELS[row["measure"]],
            charts.signed(row["mean"], 3),
            interval(row["low"], row["high"], 3) or "–",
            figure(row["effect"], 1),
            f"{row['n']} {'pairs' if row['paired'] else 'runs'}",
        ]
        for row in g.differences.to_dict(orient="records")
    ]
    heads = ["", "measure", "difference", "95 % interval", "effect", "n"]
    picture = Picture(
        id="difference-picture",
        title=f"{names[1]} less {names[0]} at the end",
        lead="A bar that crosses the line: this many runs cannot tell the two apart.",
        draw=lambda wide: _forest(shown, common, names, wide=wide),
        numbers=Table(heads, rows),
    )
    return Section(
        "differences", f"What differs from {names[0]}", "Differences", pictures=[picture]
    )


def _forest(
    shown: pd.DataFrame, common: Sequence[str], names: tuple[str, str], *, wide: bool
) -> Any:
    made = charts.difference_forest(shown, common, names[0], wide=wide)
    if not shown["paired"].all():
        note = (
            f"Differences of means between independent groups (n = {shown['n'].max():.0f} runs in "
            "both), at the end of the runs (mean of the last 13 weeks), with 95 % bootstrap "
            "interval."
        )
        made.layout.meta = {**made.layout.meta, "note": note}
    return made


def _stories(first: _Side, second: _Side, name: str) -> list[Any]:
    """Both versions of a scenario, and what differs; none for an arm that is a combination."""
    both: Mapping[str, Any] = {
        side.arm(name): side.results.manifest["scenarios"][name]
        for side in (first, second)
        if name in side.results.manifest["scenarios"]
    }
    return scenario_stories(both, next(iter(both))) if both else []


def _provenance(side: _Side) -> dict[str, str]:
    facts = sweep_provenance(side.results.manifest, side.results.runs)
    return {f"{side.name}, {name}": words for name, words in facts.items() if name != "intervals"}
