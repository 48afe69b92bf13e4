"""The methods of a report in a few sentences, and the publications that they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .emergence import Definitions
from .words import duration, plural

__all__ = ["STATISTICS_REFERENCES", "references", "statistics_words", "sweep_methods"]

MESA = (
    "Kazil, J., Masad, D. & Crooks, A. (2020). Utilizing Python for agent-based modeling: the Mesa "
    "framework. In: Social, Cultural, and Behavioral Modeling, 308–317. Springer. "
    "doi:10.1007/978-3-030-61255-9_30"
)
OWN = (
    "The trustgarden contributors (2026). trustgarden: a garden for trust in organisations "
    "(version {version}) [computer software]."
)
STATISTICS_REFERENCES = (
    "Efron, B. (1987). Better bootstrap confidence intervals. Journal of the American Statistical "
    "Association 82, 171–185. doi:10.1080/01621459.1987.10478410",
    "Lakens, D. (2013). Calculating and reporting effect sizes to facilitate cumulative science. "
    "Frontiers in Psychology 4, 863. doi:10.3389/fpsyg.2013.00863",
    "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. "
    "Journal of the American Statistical Association 22, 209–212. "
    "doi:10.1080/01621459.1927.10502953",
)
CHANGE_REFERENCES = (
    "Chakar, S., Lebarbier, E., Lévy-Leduc, C. & Robin, S. (2017). A robust approach for "
    "estimating change-points in the mean of an AR(1) process. Bernoulli 23, 1408–1447. "
    "doi:10.3150/15-BEJ782",
    "Truong, C., Oudre, L. & Vayatis, N. (2020). Selective review of offline change point "
    "detection methods. Signal Processing 167, 107299. doi:10.1016/j.sigpro.2019.107299",
)


def sweep_methods(
    manifest: Mapping[str, Any], definitions: Definitions, *, with_changes: bool
) -> list[str]:
    """Return the methods of a sweep: what was run, and how it was computed."""
    experiment = manifest["experiment"]
    luck = (
        "Replicates share people and luck across conditions (common random numbers), so that "
        "differences are taken within replicates."
        if experiment.get("common_luck", True)
        else "Every run has people and luck of its own."
    )
    made = (
        f"We ran {plural(manifest['num_runs'], 'organisation')} with trustgarden "
        f"{manifest['trustgarden']}, an agent-based model on Mesa: "
        f"{plural(len(experiment['scenarios']), 'scenario')} "
        f"({', '.join(experiment['scenarios'])}), {_points(manifest)}"
        f"{plural(experiment['replicates'], 'replicate')} of each, over "
        f"{duration(manifest['weeks'])}. {luck}"
    )
    return [made, statistics_words(definitions, with_changes=with_changes)]


def _points(manifest: Mapping[str, Any]) -> str:
    experiment = manifest["experiment"]
    count = manifest["num_runs"] // (experiment["replicates"] * len(experiment["scenarios"]))
    return f"{count} combinations of factor levels, " if count > 1 else ""


def statistics_words(definitions: Definitions, *, with_changes: bool) -> str:
    """Return how figures were computed, in sentences."""
    d = definitions
    changes = (
        " Change points were sought beside these definitions after the noise’s autocorrelation had "
        "been taken out (Chakar et al. 2017), with ruptures (Truong et al. 2020); a height had to "
        "last 13 weeks."
        if with_changes
        else ""
    )
    return (
        "The unit of analysis is the replicate. End-of-run figures are means over the last 13 "
        "weeks. Intervals are 95 %: bias-corrected and accelerated bootstrap over replicates with "
        "1,999 resamples for single figures (Efron 1987), percentile bootstrap for weekly bands, "
        "each week by itself, and Wilson’s score interval for shares of runs (Wilson 1927). "
        "Effects are d_av (Lakens 2013). No p-values are given, since the number of replicates is "
        f"free. Emergence: trust in the team at {d.threshold:.2f} or more for {d.hold_weeks} "
        f"weeks, from below. Collapse: below {d.floor:.2f}, or {d.drop:.2f} below its largest mean "
        f"over {d.height_weeks} weeks, for {d.hold_weeks} weeks.{changes}"
    )


def references(
    version: str, scenarios: Iterable[Mapping[str, Any]], *, with_changes: bool
) -> list[str]:
    """Return the publications of methods and scenarios, in alphabetical order, each once."""
    cited = [words for one in scenarios for words in _cited(one)]
    changes = CHANGE_REFERENCES if with_changes else ()
    found = {OWN.format(version=version), MESA, *STATISTICS_REFERENCES, *changes, *cited}
    return sorted(found, key=str.casefold)


def _cited(scenario: Mapping[str, Any]) -> list[str]:
    """Sources that a scenario names, with their DOI where they have one."""
    return [
        f"{one['source']}, doi:{one['doi']}" if one.get("doi") else str(one["source"])
        for one in scenario.get("citations") or ()
    ]
