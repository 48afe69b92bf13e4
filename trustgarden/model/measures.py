"""What is measured each week: names, definitions, units and ranges.

The figures themselves are made by the kernels in phase 12 of the week
(`trustgarden.model.measuring`); this module says what they mean. The table in
`docs/odd.md` is generated from it. Trust is an expectation in [0, 1]: the
chance, as the trustor sees it, that the other keeps faith at an ordinary stake.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["MEASURES", "MEASURE_NAMES", "Measure"]

Level = Literal["relationship", "team", "organisation"]


@dataclass(frozen=True)
class Measure:
    """One weekly figure of an organisation."""

    name: str
    label: str
    level: Level
    unit: str
    low: float
    high: float | None
    definition: str


def _share(name: str, label: str, level: Level, definition: str) -> Measure:
    return Measure(name, label, level, "share", 0.0, 1.0, definition)


MEASURES: tuple[Measure, ...] = (
    _share("trust", "Trust", "relationship",
           "Mean trust over all remembered relationships, each counted once."),
    _share("trust_team", "Trust in the team", "team",
           "Mean trust over all ordered pairs of a team, remembered or not; the denominator is "
           "fixed, so that forgetting weak ties cannot look like growth."),
    _share("trust_leader", "Trust in the leader", "team",
           "Mean over all people who have a leader of their trust in that leader."),
    _share("trust_in_members", "Leaders' trust in members", "team",
           "Mean over all people who have a leader of that leader's trust in them."),
    _share("trust_organisation", "Trust in the organisation", "organisation",
           "Mean of people's own assessment of the organisation; not a mean of ties."),
    _share("trust_spread", "Spread of trust", "relationship",
           "Standard deviation of trust over remembered relationships."),
    _share("mistrust", "Mistrust", "relationship",
           "Mean of the stock of mistrust over remembered relationships."),
    _share("certainty", "Certainty", "relationship",
           "Mean share of trust that rests on remembered evidence and not on the prior."),
    _share("frame", "Transaction frame", "relationship",
           "Mean frame of remembered relationships: 0 personal, 1 transaction."),
    _share("band_none", "No trust", "relationship",
           "Share of remembered relationships with trust below 0.35."),
    _share("band_functional", "Functional trust", "relationship",
           "Share of remembered relationships that are in none of the other bands."),
    _share("band_invested", "Invested trust", "relationship",
           "Share of remembered relationships with trust of 0.65 or more that rests on evidence "
           "(certainty 0.25 or more)."),
    _share("band_blind", "Blind trust", "relationship",
           "Share of remembered relationships with trust of 0.65 or more and certainty below "
           "0.25."),
    _share("reciprocity", "Mutual trust", "relationship",
           "Share of remembered relationships with trust of 0.65 or more that is returned with "
           "0.65 or more."),
    _share("reach", "Largest web of mutual trust", "organisation",
           "Share of people in the largest group joined by ties of mutual trust (0.65 or more "
           "both ways)."),
    _share("bridges", "Bridges", "team",
           "Share of mutual trust (0.65 or more both ways) that joins two teams; 0 if there is "
           "none."),
    _share("closure", "Closure", "team",
           "Share of mutual trust that is held by at least one trusted third party whom both "
           "know; 0 if there is none."),
    Measure("tribes", "Tribes", "organisation", "groups", 0.0, None,
            "Groups of at least three people joined by mutual trust that is held by four or more "
            "trusted third parties."),
    _share("trust_across", "Trust across teams", "team",
           "Mean trust over remembered relationships between people of two teams; 0 if there are "
           "none."),
    Measure("in_group", "In-group", "relationship", "people", 0.0, None,
            "Mean number of others whom a person trusts with 0.5 or more on evidence (certainty "
            "0.33 or more)."),
    Measure("near_group", "Near-group", "relationship", "people", 0.0, None,
            "Mean number of others whom a person remembers and has not validated; everybody else "
            "is of the out-group."),
    Measure("told", "Told of others", "relationship", "acts", 0.0, None,
            "Mean evidence that a person was told, or saw of others, over remembered "
            "relationships."),
    Measure("ties", "Relationships remembered", "relationship", "people", 0.0, None,
            "Mean number of relationships that a person remembers."),
    Measure("familiarity", "Familiarity", "relationship", "hours", 0.0, None,
            "Mean hours together that are remembered, over remembered relationships."),
    _share("entrusting", "Entrusting", "relationship",
           "Share of the week's meetings in which one made oneself vulnerable to the other."),
    _share("stake", "Stake ventured", "relationship",
           "Mean stake ventured in the meetings in which one entrusted; 0 if there was none."),
    _share("kept", "Faith kept", "relationship",
           "Share of entrusted acts that were answered by keeping faith; 0 if there was none."),
    _share("errors", "Errors", "relationship",
           "Share of entrusted acts that failed though faith was meant to be kept."),
    _share("breaches", "Breaches", "relationship",
           "Share of entrusted acts answered by falling short of what was expected."),
    _share("hidden", "Hidden", "relationship",
           "Share of errors and breaches that were hidden; 0 if nothing went wrong."),
    _share("deceptions", "Deceptions found out", "relationship",
           "Share of entrusted acts that were hidden and found out."),
    _share("repaired", "Repaired", "relationship",
           "Share of open errors and breaches that were admitted and made good."),
    _share("promised", "Promised", "relationship",
           "Share of open errors and breaches after which a promise was given."),
    _share("denied", "Denied", "relationship",
           "Share of open errors and breaches that were denied."),
    Measure("given", "Given", "relationship", "share of the due", 0.0, None,
            "Mean answer to entrusted acts, as a share of what was due; above 1 is more than the "
            "due."),
    _share("imposed", "Consequence imposed", "organisation",
           "Mean consequence that an act gone wrong in the work of this week meets on average "
           "under the regime and its leaders."),
    _share("projected", "Consequence projected", "organisation",
           "Mean consequence that people expect to meet if something goes wrong at work."),
    Measure("insulation_gap", "Insulation gap", "organisation", "difference", -1.0, 1.0,
            "Projected less imposed consequence."),
    Measure("insulation_gap_free", "Insulation gap in free spaces", "organisation", "difference",
            -1.0, 1.0,
            "Projected less imposed consequence in rehearsing and exploring, where the regime "
            "reaches less far."),
    _share("safety", "Safety", "team",
           "Mean chance that a person whose act went wrong tells it rather than hides it."),
    _share("fairness_distributive", "Felt fairness: distributive", "team",
           "Mean felt fairness of how attention, recognition and consequence are shared out."),
    _share("fairness_procedural", "Felt fairness: procedural", "team",
           "Mean felt fairness of how consistently, and with what voice, it is decided."),
    _share("fairness_interactional", "Felt fairness: interactional", "team",
           "Mean felt fairness of the respect and explanation shown."),
    _share("recognised", "Recognised", "team", "Share of people who were recognised this week."),
    _share("strain", "Strain", "organisation", "Mean strain of people."),
    _share("output", "Work done", "organisation",
           "Mean work done by a person, 1 being an able person's full and unhindered week."),
    Measure("control_hours", "Cost of control", "organisation", "hours", 0.0, None,
            "Hours a week that leaders spend on demanding and controlling, per person."),
    _share("stay", "Stay", "organisation", "Mean chance to be still there a year from now, "
           "at this week's conditions."),
    _share("engage", "Engage", "organisation", "Mean chance to give effort beyond the required."),
    _share("help", "Help", "organisation", "Mean chance to help a colleague who asks."),
    _share("share", "Share", "organisation", "Mean chance to speak up about what went wrong."),
    _share("intention", "Meaning to leave", "organisation",
           "Mean chance to say that one means to leave; the intention, not the act."),
    _share("withholding", "Withholding", "organisation",
           "Mean chance of counterproductive conduct: work or goods withheld on purpose."),
    Measure("left", "Left", "organisation", "people", 0.0, None, "People who left this week."),
    Measure("joined", "Joined", "organisation", "people", 0.0, None,
            "People who joined this week."),
    Measure("newcomers", "Newcomers", "team", "people", 0.0, None,
            "People whom their team has not accepted yet."),
    Measure("acceptance_weeks", "Weeks to acceptance", "team", "weeks", 0.0, None,
            "Mean weeks from joining to acceptance of those accepted this week; 0 if there were "
            "none."),
    Measure("vacant", "Vacant seats", "organisation", "people", 0.0, None,
            "Seats that nobody holds and that were not done away with."),
    Measure("people", "People", "organisation", "people", 0.0, None, "People present."),
)
"""All weekly measures, in the order of the columns of `Organisation.series`."""

MEASURE_NAMES: tuple[str, ...] = tuple(measure.name for measure in MEASURES)
