"""Results of checks for machines and pull requests: rows, JUnit XML, Markdown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree

from .checking import Result
from .judging import Judged
from .sequential import Verdict

__all__ = ["facts", "figure", "junit", "markdown", "sentence"]

MOST_ALARMS = 10


def figure(one: Judged) -> str:
    """Estimates with their intervals."""
    return "; ".join(f"{i.value:.3f} [{i.low:.3f}, {i.high:.3f}]" for i in one.intervals)


def wanted(one: Judged) -> str:
    """What the figure must lie between."""
    limits = one.limits[0]
    if math.isinf(limits.high):
        return f"at least {limits.low:g}"
    if math.isinf(limits.low):
        return f"at most {limits.high:g}"
    return f"{limits.low:g} to {limits.high:g}"


def sentence(one: Judged) -> str:
    """A claim's result in a line."""
    return (
        f"{one.verdict}: {one.claim.says} ({one.claim.measure} {figure(one)}, must be "
        f"{wanted(one)}; {one.runs} runs an arm)"
    )


def statistical_lines(result: Result) -> list[str]:
    """What moved, the clearest first."""
    found = result.statistical
    if found is None:
        return []
    lines = [
        f"{a.scenario}: {a.measure} ({a.what}) was {a.before:.4g} and is {a.now:.4g}"
        for a in found.alarms[:MOST_ALARMS]
    ]
    rest = len(found.alarms) - MOST_ALARMS
    return [*lines, f"and {rest} more figures"] if rest > 0 else lines


def facts(results: Sequence[Result]) -> dict[str, Any]:
    """Everything, as plain data."""
    return {"passed": all(r.passed for r in results), "files": [_facts(r) for r in results]}


def _facts(result: Result) -> dict[str, Any]:
    found = result.statistical
    return {
        "file": result.path.name,
        "runs": result.runs,
        "claims": [
            {
                "id": one.claim.id, "says": one.claim.says, "verdict": str(one.verdict),
                "intervals": [i._asdict() for i in one.intervals], "runs": one.runs,
            }
            for one in result.claims
        ],
        "statistical": None if found is None else {
            "p_value": found.p_value, "figures": found.figures,
            "alarms": [vars(alarm) for alarm in found.alarms],
        },
        "exact": result.exact,
    }  # fmt: skip


def junit(results: Sequence[Result]) -> str:
    """JUnit XML, as continuous integration reads it: a suite a file, a case a claim."""
    root = ElementTree.Element("testsuites")
    for result in results:
        suite = ElementTree.SubElement(root, "testsuite", name=result.path.name)
        for one in result.claims:
            _case(suite, one.claim.id, "" if one.passed else sentence(one))
        if result.statistical is not None:
            _case(suite, "statistical-baseline", "\n".join(statistical_lines(result)))
        failures = len(suite.findall("testcase/failure"))
        suite.set("tests", str(len(suite)))
        suite.set("failures", str(failures))
        if result.exact:
            told = [f"{where}: {what}" for where, what in result.exact.items()]
            ElementTree.SubElement(suite, "system-out").text = "\n".join(told)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _case(suite: ElementTree.Element, name: str, failure: str) -> None:
    case = ElementTree.SubElement(suite, "testcase", classname="trustgarden", name=name)
    if failure:
        told = ElementTree.SubElement(case, "failure", message=failure.splitlines()[0])
        told.text = failure


def markdown(results: Sequence[Result]) -> str:
    """A summary for a pull request: what did not pass first, then a table of all."""
    return "\n".join(line for result in results for line in _markdown(result)) + "\n"


def _markdown(result: Result) -> list[str]:
    held = sum(one.passed for one in result.claims)
    lines = [
        f"### Behaviour {'holds' if result.passed else 'changed'}: {result.path.name}", "",
        f"{held} of {len(result.claims)} claims hold; {result.runs:,} runs.", "",
    ]  # fmt: skip
    if (found := result.statistical) is not None:
        verdict = "moved" if found.alarms else "as before"
        lines += [f"Distributions of {found.figures:,} figures: {verdict} "
                  f"(p = {found.p_value:.4f} of them all).", ""]  # fmt: skip
        lines += [f"- {line}" for line in statistical_lines(result)]
    if result.exact:
        lines += ["Numbers differ from the exact baseline, first in:", ""]
        lines += [f"- {where}: {what}" for where, what in result.exact.items()]
    rows = sorted(result.claims, key=lambda one: one.verdict is Verdict.HOLDS)
    lines += [
        "",
        "| verdict | claim | figure [interval] | must be | runs |",
        "|---|---|---|---|---|",
    ]
    return lines + [
        f"| {one.verdict} | {one.claim.says} | {figure(one)} | {wanted(one)} | {one.runs} |"
        for one in rows
    ]
