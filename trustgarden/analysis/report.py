"""Reports: one HTML file that opens offline, from a sweep, a comparison, or a single run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import pandas as pd
from markupsafe import Markup

from trustgarden.errors import InputError

from . import pictures, sections, summary, tables
from .arms import Arm, Results, arms_of
from .emergence import Definitions
from .gathering import OUTCOMES, WEEKLY, Gathered, ends_of, gather
from .methods import references, statistics_words, sweep_methods
from .origins import (
    as_json,
    commands,
    experiment_toml,
    number_words,
    scenario_stories,
    sweep_provenance,
    version_words,
)
from .pages import Page, Section, write_page
from .words import duration, plural

__all__ = ["arms_with_runs", "comparison_report", "run_report", "sweep_page", "write_report"]


class RunLike(Protocol):
    """What is asked of a single run; `trustgarden.experiments.Run` answers it."""

    @property
    def scenario(self) -> Any:
        """The scenario, with changes."""

    @property
    def seed(self) -> int:
        """The seed used."""

    @property
    def series(self) -> pd.DataFrame:
        """Weekly measures; index `week`."""

    @property
    def teams(self) -> pd.DataFrame:
        """Trust in each team; index `week`, one column a team."""

    @property
    def provenance(self) -> Mapping[str, Any]:
        """What is needed to make it again."""


class ComparisonLike(Protocol):
    """What is asked of a comparison; `trustgarden.experiments.Comparison` answers it."""

    @property
    def scenario_a(self) -> Any:
        """The first scenario."""

    @property
    def scenario_b(self) -> Any:
        """The second scenario."""

    @property
    def seeds(self) -> tuple[int, ...]:
        """Seed of each pair."""

    @property
    def provenance(self) -> Mapping[str, Any]:
        """For each arm, what is needed to make it again."""

    @property
    def a(self) -> pd.DataFrame:
        """Weekly measures of the first scenario: seed, week, measures."""

    @property
    def b(self) -> pd.DataFrame:
        """Weekly measures of the second scenario."""

    @property
    def weekly(self) -> pd.DataFrame:
        """Weekly differences, second less first: week, measure, difference, low, high, n."""


def write_report(
    results: Results,
    path: str | Path,
    *,
    reference: str | None = None,
    definitions: Definitions | None = None,
) -> Path:
    """Write the report of a sweep as one HTML file.

    Args:
        results: The store of the sweep.
        path: Where to write; a file there is replaced.
        reference: The arm that the others are compared with; the first if not given.
        definitions: Thresholds of emergence and collapse.

    Returns:
        The path.

    Raises:
        InputError: If no run has finished, there is no such arm, or the file
            cannot be written.
    """
    return write_page(sweep_page(results, reference=reference, definitions=definitions), path)


def sweep_page(
    results: Results, *, reference: str | None = None, definitions: Definitions | None = None
) -> Page:
    """Return the report of a sweep as a page, to be written as HTML, Markdown or figures.

    Raises:
        InputError: If no run has finished, or there is no such arm.
    """
    arms = arms_with_runs(results)
    weekly = tables.weekly_runs(results, arms, WEEKLY)
    ends = tables.run_ends(results, arms, OUTCOMES)
    gathered = gather(weekly, ends, reference=reference, definitions=definitions)
    return _sweep_page(results, arms, gathered)


def run_report(run: RunLike, path: str | Path, *, definitions: Definitions | None = None) -> Path:
    """Write the report of a single run as one HTML file.

    Args:
        run: The run.
        path: Where to write; a file there is replaced.
        definitions: Thresholds of emergence and collapse.

    Raises:
        InputError: If the file cannot be written.
    """
    weekly = run.series.reset_index().assign(arm=run.scenario.id, replicate=0)
    gathered = gather(weekly, ends_of(weekly), reference=None, definitions=definitions)
    return write_page(_run_page(run, gathered), path)


def comparison_report(
    comparison: ComparisonLike, path: str | Path, *, definitions: Definitions | None = None
) -> Path:
    """Write the report of a comparison of two scenarios as one HTML file.

    Args:
        comparison: Pairs of runs; differences are the second less the first.
        path: Where to write; a file there is replaced.
        definitions: Thresholds of emergence and collapse.

    Raises:
        InputError: If the file cannot be written.
    """
    names = _two_names(comparison)
    parts = [
        arm.assign(arm=name, replicate=arm["seed"])
        for name, arm in zip(names, (comparison.a, comparison.b), strict=True)
    ]
    weekly = pd.concat(parts, ignore_index=True)
    gathered = gather(weekly, ends_of(weekly), reference=names[0], definitions=definitions)
    return write_page(_comparison_page(comparison, gathered, names), path)


def arms_with_runs(results: Results) -> tuple[Arm, ...]:
    """Return the arms of which at least one replicate has finished, in every point."""
    runs = results.runs
    finished = runs[runs["status"] == "ok"]
    per_point = {point: set(rows["replicate"]) for point, rows in finished.groupby("point")}
    arms = tuple(
        arm
        for arm in arms_of(results.manifest)
        if set.intersection(*(per_point.get(point, set()) for point in arm.points))
    )
    if not arms:
        raise InputError(
            "No run of these results has finished, so there is nothing to report; look into the "
            "messages of the failed runs, or let the sweep go on."
        )
    return arms


def _sweep_page(results: Results, arms: Sequence[Arm], g: Gathered) -> Page:
    manifest = results.manifest
    experiment, scenarios = manifest["experiment"], manifest["scenarios"]
    first = experiment["scenarios"][0]
    return Page(
        title=experiment.get("description") or experiment["id"],
        lede=_sweep_lede(manifest),
        warnings=_warnings(results, arms),
        sentences=_sentences(g, _factor_words(results)),
        definitions=summary.definition_words(g.definitions),
        hero=pictures.team_picture(g.weekly, g.definitions),
        arms=g.arms,
        sections=[
            *sections.factor_sections(results, g.definitions),
            *sections.course_sections(g),
            *sections.difference_sections(g),
            *sections.landscape_sections(results, arms, g),
            *sections.soil_sections(g),
            *_survival(results, first),
            sections.outcomes_section(g),
        ],
        stories=scenario_stories(scenarios, first),
        reference=first,
        methods=sweep_methods(manifest, g.definitions, with_changes=len(g.changes) > 0),
        references=references(
            str(manifest["trustgarden"]), scenarios.values(), with_changes=len(g.changes) > 0
        ),
        provenance=sweep_provenance(manifest, results.runs),
        sources=[
            ("The experiment as a file", experiment_toml(experiment)),
            *(_resolved(name, scenario) for name, scenario in scenarios.items()),
        ],
        glossary=sections.glossary(),
        again=commands(experiment["id"]),
    )


def _survival(results: Results, first: str) -> list[Section]:
    """Ties of the first scenario; with factors its runs are not alike, and none are shown."""
    return [] if tables.grouped_factors(results) else sections.survival_sections(results, first)


def _run_page(run: RunLike, g: Gathered) -> Page:
    name, scenario = run.scenario.id, run.provenance["scenario"]
    lede = (
        f"{_sentence(scenario.get('description', ''))} One organisation over "
        f"{duration(g.weeks)}, seed {run.seed}. Another seed gives other people and other luck: "
        "what holds in general, only a sweep over seeds can tell."
    )
    return Page(
        title=f"One run of {name}",
        lede=lede.strip(),
        sentences=_sentences(g),
        definitions=summary.definition_words(g.definitions),
        hero=pictures.team_picture(g.weekly, g.definitions),
        arms=g.arms,
        sections=[
            *sections.course_sections(g),
            *sections.accounts_sections(run),
            sections.landscape_section(_run_teams(run), ""),
            *sections.soil_sections(g),
            sections.outcomes_section(g),
        ],
        stories=scenario_stories({name: scenario}, name),
        reference=name,
        references=references(
            str(run.provenance["trustgarden"]), [scenario], with_changes=False
        ),
        provenance=version_words(run.provenance) | {"seed": str(run.seed)},
        sources=[_resolved(name, scenario)],
        glossary=sections.glossary(),
    )


def _comparison_page(comparison: ComparisonLike, g: Gathered, names: tuple[str, str]) -> Page:
    first, second = names
    told = comparison.provenance
    scenarios = {first: told["a"]["scenario"], second: told["b"]["scenario"]}
    weekly = comparison.weekly.rename(columns={"difference": "mean"})
    return Page(
        title=f"{first} and {second}, compared",
        lede="The same people, with the same luck, under two sets of conditions: "
        f"{plural(len(comparison.seeds), 'pair')} of organisations, over {duration(g.weeks)}.",
        sentences=_sentences(g),
        definitions=summary.definition_words(g.definitions),
        hero=pictures.team_picture(g.weekly, g.definitions),
        arms=g.arms,
        sections=[
            sections.pair_section(weekly, g, second),
            *sections.course_sections(g),
            *sections.soil_sections(g),
            sections.outcomes_section(g),
        ],
        stories=scenario_stories(scenarios, first),
        reference=first,
        methods=[statistics_words(g.definitions, with_changes=len(g.changes) > 0)],
        references=references(
            str(told["a"]["trustgarden"]), scenarios.values(), with_changes=len(g.changes) > 0
        ),
        provenance=version_words(told["a"]) | {"seeds": number_words(comparison.seeds)},
        sources=[_resolved(name, scenario) for name, scenario in scenarios.items()],
        glossary=sections.glossary(),
    )


def _resolved(name: str, scenario: Mapping[str, Any]) -> tuple[str, str]:
    return f"The scenario {name}, with nothing left open", as_json(scenario, 2)


def _two_names(comparison: ComparisonLike) -> tuple[str, str]:
    a, b = comparison.scenario_a.id, comparison.scenario_b.id
    return (a, b) if a != b else (f"{a} (first)", f"{b} (second)")


def _sentences(g: Gathered, factors: Markup | None = None) -> list[Markup]:
    """What came out; factors first where there are any, since they were the question."""
    found = [
        factors,
        summary.crossing_sentence(g.shares, "emerged"),
        summary.crossing_sentence(g.shares, "collapsed"),
        summary.end_sentence(g.outcomes),
        summary.difference_sentence(g.differences, g.reference),
    ]
    return [sentence for sentence in found if sentence is not None]


def _factor_words(results: Results) -> Markup | None:
    if not tables.grouped_factors(results):
        return None
    return summary.factor_sentence(tables.factor_spans(results))


def _sweep_lede(manifest: Mapping[str, Any]) -> str:
    experiment = manifest["experiment"]
    count = len(experiment["scenarios"])
    levels = manifest["num_runs"] // (experiment["replicates"] * count)
    factors = f" at {levels} combinations of levels" if levels > 1 else ""
    sizes = {one["organisation"]["num_people"] for one in manifest["scenarios"].values()}
    # With factors, or with scenarios of several sizes, there is no one number to tell.
    size = f" of {sizes.pop()} people" if len(sizes) == 1 and levels == 1 else ""
    luck = "The same people, with the same luck," if experiment.get("common_luck", True) else "Runs"
    return (
        f"{luck} in {plural(count, 'scenario')}{factors}: "
        f"{plural(manifest['num_runs'], 'organisation')}{size}, "
        f"{plural(experiment['replicates'], 'replicate')} of each, over "
        f"{duration(manifest['weeks'])}."
    )


def _warnings(results: Results, arms: Sequence[Arm]) -> list[str]:
    """What a reader must know before trusting the figures: runs that are missing or failed."""
    runs, found = results.runs, []
    failed = runs[runs["status"] != "ok"]
    if not results.is_complete:
        found.append(
            f"The sweep is not complete: {len(runs):,} of {results.manifest['num_runs']:,} "
            "planned runs are there, and all figures are about those."
        )
    if len(failed):
        counts = failed.groupby("scenario", sort=False).size().items()
        found.append(
            f"{len(failed):,} of {plural(len(runs), 'run')} failed and are left out: "
            f"{', '.join(f'{name} ({count})' for name, count in counts)}. The first message: "
            f"“{failed['message'].iloc[0]}”"
        )
    missing = [arm.name for arm in arms_of(results.manifest) if arm not in arms]
    if missing:
        found.append(f"No run has finished of: {', '.join(missing)}.")
    return found


def _run_teams(run: RunLike) -> pd.DataFrame:
    """Teams of a run by number: a team may be named after a person."""
    wide = run.teams.set_axis(list(range(run.teams.shape[1])), axis="columns")
    # Every fourth week, as in a results folder, unless the run is short.
    step = 4 if len(wide) > 8 else 1
    long = wide.iloc[step - 1 :: step].rename_axis("week").reset_index()
    melted = long.melt(id_vars="week", var_name="team", value_name="trust_team")
    return melted.astype({"team": int}).assign(arm=run.scenario.id)


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."
