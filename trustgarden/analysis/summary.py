"""What came out, in plain words made from the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from .emergence import Definitions
from .frames import records
from .words import figure, interval, joined, strong

__all__ = [
    "crossing_sentence",
    "definition_words",
    "difference_sentence",
    "end_sentence",
    "factor_sentence",
]

MOST_NAMED = 6
"""A sentence that names more scenarios than this is not read; the picture has them all."""

VERBS = {"emerged": ("emerged", "emerge"), "collapsed": ("collapsed", "collapse")}
AT_START = {
    "emerged": "It was there from the start in",
    "collapsed": "It was low from the start in",
}


def crossing_sentence(shares: pd.DataFrame, event: str) -> Markup:
    """Say where trust emerged (or collapsed), in how many runs, and when on average.

    Args:
        shares: Counts and mean weeks (`tables.crossing_shares`).
        event: "emerged" or "collapsed".
    """
    rows = shares[shares["event"] == event]
    happened = rows[rows["count"] > 0].sort_values(
        ["share", "week"], ascending=[False, True], kind="stable"
    )
    never = rows[rows["count"] == 0]
    sentence = _what_happened(happened, never, event, alone=len(rows) == 1)
    there = rows[rows["at_start"] > 0]
    if there.empty:
        return sentence
    return Markup("{} {} {}.").format(sentence, AT_START[event], _where(there, len(rows) == 1))


def _where(there: pd.DataFrame, alone: bool) -> Markup:
    """In which arms it was there at the start; only how many runs, if in more than two."""
    if len(there) <= 2:
        return joined([_of_runs(row, row.at_start, alone) for row in records(there)])
    return Markup("{:,} of the {:,} runs of {} scenarios").format(
        there["at_start"].sum(), there["n"].sum(), len(there)
    )


def _what_happened(
    happened: pd.DataFrame, never: pd.DataFrame, event: str, *, alone: bool
) -> Markup:
    past, infinitive = VERBS[event]
    if happened.empty:
        if alone:
            return Markup("Trust did <strong>not {}</strong>{}.").format(
                infinitive, "" if never["n"].max() == 1 else f" in any of {never['n'].max()} runs"
            )
        return Markup("Trust <strong>{}</strong> in no run of any scenario.").format(past)
    first, *others = records(happened)
    named = others if len(others) < MOST_NAMED else others[: MOST_NAMED - 2]
    parts = [_clause(first, alone), *(_short_clause(row) for row in named)]
    if len(named) < len(others):
        parts.append(_rest(others[len(named) :]))
    if len(never):
        parts.append(_none_of(list(never["arm"])))
    return Markup("Trust <strong>{}</strong> {}.").format(past, joined(parts))


def _clause(row: Any, alone: bool) -> Markup:
    week = f"week {figure(row.week, 0)}"
    if alone and row.n == 1:
        return Markup("in {}").format(week)
    average = _with(f"{week} on average", interval(row.week_low, row.week_high, 0))
    about = week if row.count == 1 else average
    where = _of_runs(row, row.count, alone)
    if alone:
        return Markup("in {}, in {}").format(where, about)
    return Markup("in {} ({})").format(where, about)


def _short_clause(row: Any) -> Markup:
    """A further arm: as short as can be, since the first has said what the figures are."""
    number = f"all {row.n}" if row.count == row.n and row.n > 1 else f"{row.count} of {row.n}"
    week = _with(f"week {figure(row.week, 0)}", interval(row.week_low, row.week_high, 0))
    return Markup("in {} of {} ({})").format(number, strong(row.arm), week)


def _of_runs(row: Any, count: int, alone: bool) -> Markup:
    number = f"all {row.n}" if count == row.n and row.n > 1 else f"{count} of {row.n}"
    if row.n == 1:
        number = "the one"
    if alone:
        return Markup("{} {}").format(number, "runs" if row.n > 1 else "run")
    return Markup("{} of {}").format(f"{number} runs" if row.n > 1 else "the run", strong(row.arm))


def _rest(rows: Sequence[Any]) -> Markup:
    return Markup("in {} of {} runs of {} more scenarios").format(
        sum(row.count for row in rows), sum(row.n for row in rows), len(rows)
    )


def _none_of(arms: Sequence[str]) -> Markup:
    if len(arms) > MOST_NAMED:
        return Markup("in none of the other {}").format(len(arms))
    return Markup("in none of {}").format(joined([strong(arm) for arm in arms], "or"))


def end_sentence(outcomes: pd.DataFrame, measure: str = "trust_team") -> Markup:
    """Say where trust in the team ended highest and lowest."""
    rows = outcomes[outcomes["measure"] == measure].sort_values("mean", ascending=False)
    ordered = rows.to_dict(orient="records")
    best, worst = ordered[0], ordered[-1]
    if len(rows) == 1:
        return Markup("Over the last quarter trust in the team was {}.").format(_mean(best))
    return Markup(
        "Over the last quarter trust in the team was highest in {}, {}, and lowest in {}, {}."
    ).format(strong(best["arm"]), _mean(best), strong(worst["arm"]), _mean(worst))


def _mean(row: Any) -> Markup:
    return _with(figure(row["mean"]), interval(row["low"], row["high"]))


def _with(words: str, bounds: str) -> Markup:
    """Words with an interval that stays on one line; without it where it is not known."""
    if not bounds:
        return Markup("{}").format(words)
    return Markup('{} <span class="nb">{}</span>').format(words, bounds)


def difference_sentence(
    differences: pd.DataFrame, reference: str, measure: str = "trust_team"
) -> Markup | None:
    """Say which arm ended farthest from the reference, under the same people and luck."""
    rows = differences[differences["measure"] == measure]
    if rows.empty:
        return None
    row = max(rows.to_dict(orient="records"), key=lambda one: abs(one["mean"]))
    is_lower = row["mean"] < 0
    word, count = ("lower", row["n"] - row["above"]) if is_lower else ("higher", row["above"])
    away = _with(figure(abs(row["mean"])), _distance(row["low"], row["high"]))
    return Markup(
        "With the same people and the same luck, {} ended {} {} than {}, in {} of {} pairs."
    ).format(
        strong(row["arm"]), away, word, strong(reference),
        int(count), int(row["n"]),
    )


def _distance(low: float, high: float) -> str:
    """Ends of an interval as distances; as they are, if zero lies between them."""
    if low * high < 0:
        return interval(low, high)
    near, far = sorted((abs(low), abs(high)))
    return interval(near, far)


def factor_sentence(spans: pd.DataFrame) -> Markup | None:
    """Say which factor moved the outcome most, and between which of its levels."""
    if spans.empty:
        return None
    row = max(spans.to_dict(orient="records"), key=lambda one: float(one["mean"]))
    scenario = Markup("") if spans["scenario"].nunique() == 1 else Markup(" in {}").format(
        strong(row["scenario"])
    )
    count = spans["factor"].nunique()
    first = Markup("Of {} factors, {} moved trust in the team most{}").format(
        count, strong(row["factor"]), scenario
    )
    if count == 1:
        first = Markup("{} moved trust in the team{}").format(strong(row["factor"]), scenario)
    return Markup("{}: it ended {} higher with {} than with {}{}.").format(
        first, _mean(row), strong(row["highest"]), strong(row["lowest"]),
        ", averaged over all else" if count > 1 else "",
    )


def definition_words(definitions: Definitions) -> str:
    """State the definitions of emergence and collapse that a report uses."""
    d = definitions
    return (
        f"Emerged: trust in the team rose to {d.threshold:.2f} or more and stayed there for at "
        f"least {d.hold_weeks} weeks; the week is the first of these. Collapsed: it fell below "
        f"{d.floor:.2f}, or by {d.drop:.2f} or more below its height so far (the largest mean "
        f"over {d.height_weeks} weeks), and stayed there for at least {d.hold_weeks} weeks."
    )
