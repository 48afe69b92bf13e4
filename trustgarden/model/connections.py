"""M10 Connections: how ties begin, whom hours go to, and what holds a tie in place.

Ties begin in teams, in spaces, through introductions and by discovery. Free
hours go to those one knows and trusts, the more the more friends are shared;
hours of need go to those whose ability is trusted, rather upward. Whose company one
likes shows in hours that were free, and hardly in those that work assigned (Hall 2019,
doi:10.1177/0265407518761225). A stranger met by chance becomes company the likelier the
more alike the two are in place, rank and practice, as far as one chooses at all (McPherson,
Smith-Lovin & Cook 2001, doi:10.1146/annurev.soc.27.1.415). Where one does not choose, work
assigns: with a few counterparts anywhere, by cases, clients and processes, which come with
the seat and change in turn (workflow: Brass 1984, doi:10.2307/2392937; co-work of lawyers:
Lazega 2001, The Collegial Phenomenon). In free hours those of higher standing are sought a little
more (Blau 1964, Exchange and Power in Social Life). Need grows with acquaintance, but ever
less. Who is introduced arrives with part of the introducer's word (trust transfer: Stewart
2003, doi:10.1287/orsc.14.1.5.12810).

Embeddedness is counted: of those whom `me` trusts, how many trust the other; each
week one tie of each person is looked at, in turn. It slows forgetting (M1).

Advice and friendship are two observations of this one memory and are defined
where networks are observed (`trustgarden.analysis.networks`). Tribes and
bridges emerge and are measured.

Knocked out (`connections`): nobody is introduced, strangers are company alike,
and no tie is embedded.

Of those who are in question for a place, work goes rather to acquaintances (`within_reach`),
and never to one's own team.

Limits: nobody refuses an introduction; assignments look at acquaintance alone, not at liking or
skill, and end by the calendar.
"""

from __future__ import annotations

import math

from .compiling import rule

OF_ANOTHER_PLACE = 0.9
OF_ANOTHER_RANK = 0.5
OF_ANOTHER_PRACTICE = 0.7
"""Chance that a stranger met is company, to one who is alike in that (free choice)."""
BY_REHEARSING = 0.5
BY_WORKING = 0.1
"""What an hour of rehearsing, or of work, counts for as company, to a free one (free choice)."""
FRIENDS_SHARED = 0.35
"""How much more hours go to one whose friends are one's own (free choice)."""
TRUSTED = 0.5
"""Trust from which somebody counts as a trusted third party."""
BY_STANDING = 0.15
"""How much more, to each step of rank, free hours are sought upward than level (free choice)."""
UPWARD = 0.25
"""The same of hours of need (free choice)."""
INTRODUCTIONS = 0.25
"""Introductions a week by a leader wholly given to connecting people, per member (free)."""
WORD = 2.0
"""Acts that the word of a fully trusted and certain introducer is worth (free choice)."""


COUNTERPARTS = 3
"""People beyond the team with whom somebody's work is assigned at a time (free choice)."""
CANDIDATES = 3
"""People who are in question for the place of one counterpart (free choice)."""
ACQUAINTED = 4.0
"""How much likelier work goes to an acquaintance, beyond a stranger's share (free choice)."""
REACH_HOURS = 2.0
"""Hours together at which half of this is reached (free choice)."""
ASSIGNMENT_WEEKS = 52
"""Weeks for which an assignment lasts (free choice)."""


@rule
def assignment_number(week: int, slot: int) -> int:
    """Which assignment of a counterpart's place this is; the places change in turn."""
    return (week + slot * (ASSIGNMENT_WEEKS // COUNTERPARTS)) // ASSIGNMENT_WEEKS


@rule
def within_reach(familiarity: float) -> float:
    """Weight by which work goes to somebody, to a stranger's of 1: it takes finding them.

    Who has met once is half found (search costs: Boudreau et al. 2017,
    doi:10.1162/REST_a_00676), and those are chosen with whom one has worked before (Hinds,
    Carley, Krackhardt & Wholey 2000, doi:10.1006/obhd.1999.2875).
    """
    return 1.0 + ACQUAINTED * familiarity / (familiarity + REACH_HOURS)


@rule
def company_probability(
    same_place: float, same_rank: float, same_practice: float, chosen: float
) -> float:
    """Chance that a stranger met by chance becomes company for the hour.

    `chosen` is how voluntary the hour is, in [0, 1]: likeness decides as far as people do.
    """
    chance = 1.0
    if same_place == 0.0:
        chance *= OF_ANOTHER_PLACE
    if same_rank == 0.0:
        chance *= OF_ANOTHER_RANK
    if same_practice == 0.0:
        chance *= OF_ANOTHER_PRACTICE
    return 1.0 - chosen * (1.0 - chance)


@rule
def hours_as_company(free: float, rehearsed: float, worked: float) -> float:
    """Hours shared, by what they say of whose company one likes (Hall 2019)."""
    return free + BY_REHEARSING * rehearsed + BY_WORKING * worked


@rule
def steps_of(steps_above: float) -> float:
    """Steps of rank that the other stands above, of which at most two count."""
    if steps_above > 2.0:
        return 2.0
    if steps_above < -2.0:
        return -2.0
    return steps_above


@rule
def pull_of(trust: float, company: float, embedded: float, steps_above: float) -> float:
    """Weight by which free hours go to somebody remembered."""
    liked = (1.0 + company) * trust * trust * trust
    standing = 1.0 + BY_STANDING * steps_of(steps_above)
    return liked * (1.0 + FRIENDS_SHARED * embedded) * standing


@rule
def need_of(ability: float, familiarity: float, steps_above: float) -> float:
    """Weight by which hours of need go to somebody remembered; upward rather than downward."""
    at_hand = math.sqrt(1.0 + familiarity)
    return ability * ability * ability * at_hand * (1.0 + UPWARD * steps_of(steps_above))


@rule
def introducing_probability(level: float) -> float:
    """Chance that a leader introduces a member to somebody this week."""
    return INTRODUCTIONS * level


@rule
def word_weight(trust_in_introducer: float, certainty: float) -> float:
    """Evidence that an introducer's word is worth (acts)."""
    return WORD * trust_in_introducer * certainty
