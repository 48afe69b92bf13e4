"""M11 Choreography of welcome: how somebody who joins is met, step by step.

A choreography is data: steps with a week of the joiner's time, a kind, who does it,
how certainly it takes place, whether the joiner was told to expect it, and how
often. What takes place is lived through like anything else: a greeting, a buddy's
hour, a first task and a check-in are meetings, an introduction begins a tie
with the introducer's word (M10) and an hour together, with somebody whom the host trusts
much, a recognition is one (M12). What was announced
and does not take place is a breach by whoever was to do it, and so is, to half of
it, what a joiner in the first weeks expects without a word; what takes place is put down to
the organisation's credit, and fades when nobody comes any more (Boswell et al. 2009,
doi:10.1037/a0014975: a honeymoon, and what follows). Being at the
beginning, it weighs more (M8: primacy).

A joiner is of the near group until accepted: until half of the team present trust
them on evidence (Stodd 2017: in-, near- and out-group).

Bauer et al. 2007, doi:10.1037/0021-9010.92.3.707 (socialisation works through
acceptance); Kammeyer-Mueller et al. 2013, doi:10.5465/amj.2010.0791 (early support
decides); Klinghoffer, Young & Haspas 2019 (buddies); Stodd 2021, Conditions for
Community.

Limits: a joiner has one buddy, chosen by lot among the team.
"""

from __future__ import annotations

from .compiling import rule

# Kinds of step, in the order of `STEP_KINDS`.
INVITE, GREET, BUDDY, INTRODUCE, FIRST_TASK, RECOGNISE, CHECK_IN = 0, 1, 2, 3, 4, 5, 6
STEP_KINDS = ("invite", "greet", "buddy", "introduce", "first-task", "recognise", "check-in")
# Who does it, in the order of `HOSTS`.
BY_LEADER, BY_BUDDY, BY_TEAM = 0, 1, 2
HOSTS = ("leader", "buddy", "team")

FIRST_WEEKS = 4
"""Weeks in which a joiner expects to be met without having been told."""
EXPECTED_ANYHOW = 0.5
"""What a missed step counts for that nobody announced, in the first weeks (free choice)."""
MISSED = 1.0
"""Acts that a step which was announced and missed counts for (free choice)."""
MISSED_BY_ORGANISATION = 0.5
"""The same, against the organisation (free choice)."""
RECEIVED = 0.5
"""Acts for the organisation that a step which takes place counts for (free choice)."""
TASK_STAKE = 0.3
"""What is at stake in a first task (free choice)."""
VALIDATED_TRUST = 0.5
VALIDATED_CERTAINTY = 0.33
"""From when a colleague has somebody in the in-group: trust, resting on evidence."""


@rule
def missed_weight(announced: float, tenure: int) -> float:
    """What a step that did not take place counts for (acts), by week of the joiner's time."""
    if announced == 1.0:
        return MISSED
    return MISSED * EXPECTED_ANYHOW if tenure <= FIRST_WEEKS else 0.0


@rule
def is_accepted(validated: float, present: float) -> bool:
    """Whether a newcomer is accepted, by how many of those present in the team validated them."""
    return present > 0.0 and validated >= 0.5 * present
