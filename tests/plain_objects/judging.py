"""Phase 10, Judge: treatment, the organisation, work, and whether one means to stay (7.11)."""

from __future__ import annotations

from types import SimpleNamespace

from trustgarden.model.chance import STRIKE

from .accounts import book
from .leaving import inclinations, reasons_to_stay
from .memory import FORMAL, Relationship
from .news import bad_news, live_through
from .people import PlainPerson
from .recognition import attention_to
from .seats import Team
from .spaces import PERFORM, WORK
from .trust import trust_from_tie
from .uncompiled import clip, f4, logistic, uniform

__all__ = ["judge"]


def judge(me: PlainPerson) -> None:
    """Take stock of the week."""
    boss = me.boss()
    fade(me)
    struck = struck_by_chance(me)
    if boss is not None:
        be_threatened(me, boss.seat.team.conditions)
        if me.model.c.on_fairness:
            be_treated(me, boss, struck)
    if me.model.c.on_fairness:
        judge_organisation(me)
    tie = me.tie_to(boss)
    me.leader_trust = 0.5 if tie is None else f4(trust_from_tie(tie, me.model.p.prior_weight))
    work(me, 0.0 if tie is None else tie.frame)
    me.intention = f4(logistic(-1.0 - reasons_to_stay(me)))


def fade(me: PlainPerson) -> None:
    me.reputation_for = f4(me.reputation_for * 0.98)
    me.reputation_against = f4(me.reputation_against * 0.98)
    me.shaken = f4(me.shaken * 0.8)


def struck_by_chance(me: PlainPerson) -> float:
    """Consequence may fall on one whatever one did; how much fell."""
    team = me.seat.team.conditions
    word = me.model.chance.draw(STRIKE, me.model.now, me.key)[0]
    if uniform(word) >= team.arbitrary:
        return 0.0
    live_through(me, PERFORM, team.severity, me.model.p.learning_lived)
    me.add("suffered", team.severity)
    return team.severity


def be_threatened(me: PlainPerson, team: SimpleNamespace) -> None:
    """What is announced teaches a little of consequence, as far as it reaches."""
    told = team.certainty * team.severity
    told = told + 0.5 * team.demand_level * (1.0 - told)
    for q, space in enumerate(me.model.spaces[:4]):
        e = me.expected[q]
        me.expected[q] = f4(e + 0.04 * me.model.p.learning_lived * (told * space.reach - e))


def be_treated(me: PlainPerson, boss: PlainPerson, struck: float) -> None:
    team, w = boss.seat.team, me.model.p.fairness_weight
    attention = attention_to(me, boss)
    distributive = coloured(me, distributive_signal(me, team, attention, struck), 0.5)
    procedural = coloured(me, procedural_signal(team.conditions))
    interactional = coloured(me, interactional_signal(me, team.conditions, regard_of(boss, me)))
    revise(me, "distributive", w, distributive)
    revise(me, "procedural", w, procedural)
    revise(me, "interactional", w, interactional)
    tie = me.assign(boss, FORMAL, "met")
    if tie is not None:
        seen = visible(team.conditions.people_hours * attention)
        judge_leader(tie, w, interactional, seen, 0.9 * procedural + (1.0 - 0.9) * distributive)
        if struck > 0.0:
            bad_news(me, tie, me.model.spaces[WORK], 10.0 * struck, 0.0)
        book(me, tie, "treatment")


def distributive_signal(me: PlainPerson, team: Team, attention: float, struck: float) -> float:
    """What one got, and what one bore, beside what others did."""
    short = attention - 1.0
    if short > 0.0:
        short = short * 0.5
    short = min(short, 1.0)
    harm = min(1.0, me.suffered)
    passed_over = (1.0 - me.recognised) * me.model.c.visibility * team.recognised_share
    beyond = harm - team.suffered_mean
    spared = beyond * team.conditions.publicness if beyond > 0.0 else 0.0
    signal = (
        0.5
        + 0.35 * short
        + 0.25 * me.recognised
        - 0.25 * passed_over
        + 0.25 * team.conditions.care_level
    )
    return within(signal - 0.4 * felt_harm(me, struck) - 0.3 * spared)


def felt_harm(me: PlainPerson, struck: float) -> float:
    """What one bore, of which what one had earned is felt as half as unfair."""
    blameless = min(struck + me.seat.team.group.burden, me.suffered)
    return min(1.0, blameless + 0.5 * (me.suffered - blameless))


def procedural_signal(team: SimpleNamespace) -> float:
    voice = team.voice_level * ((1.0 + 0.5) * team.listening - 0.5)
    signal = 0.45 + 0.7 * voice - 0.45 * (1.0 - team.evenness) - 4.0 * team.arbitrary
    return within(signal - 0.2 * team.demand_level - 0.25 * team.collective)


def regard_of(boss: PlainPerson, me: PlainPerson) -> float:
    """How far one's leader trusts one more, or less, than is usual."""
    tie = boss.tie_to(me)
    return 0.0 if tie is None else trust_from_tie(tie, boss.model.p.prior_weight) - 0.5


def interactional_signal(me: PlainPerson, team: SimpleNamespace, regard: float) -> float:
    signal = 0.25 + 0.45 * team.respect + 0.35 * team.care_level + 0.2 * me.heard + 0.3 * regard
    return within(signal - 0.35 * team.demand_level - 0.25 * team.control_level)


def coloured(me: PlainPerson, signal: float, unclear: float = 1.0) -> float:
    """Treatment as it is read by who trusts their leader much or little."""
    return within(signal + 0.5 * unclear * (me.leader_trust - 0.5))


def within(x: float) -> float:
    return clip(x, 0.0, 1.0)


def revise(me: PlainPerson, kind: str, w: float, signal: float) -> None:
    """Let a pair of stocks fade and take in this week's signal."""
    good, bad = f"{kind}_for", f"{kind}_against"
    setattr(me, good, f4(getattr(me, good) * 0.96 + w * signal))
    setattr(me, bad, f4(getattr(me, bad) * 0.96 + w * (1.0 - signal)))


def visible(hours: float) -> float:
    """How far one sees how the leader means it, by the hours one gets of them."""
    return hours / (hours + 4.0 * 3.0)


def judge_leader(
    tie: Relationship, w: float, interactional: float, seen: float, integrity: float
) -> None:
    tie.add("benevolence_for", w * interactional * seen)
    tie.add("benevolence_against", w * (1.0 - interactional) * seen)
    tie.add("integrity_for", w * integrity)
    tie.add("integrity_against", w * (1.0 - integrity))


def judge_organisation(me: PlainPerson) -> None:
    answered = 1.0 - me.let_down / me.entrusted if me.entrusted else 0.5
    signal = 0.75 * me.overall_fairness() + 0.25 * answered
    revise(me, "organisation", me.model.p.fairness_weight, signal)


def work(me: PlainPerson, frame: float) -> None:
    """Strain, effort and output; `frame` is that of the tie to the leader."""
    c = me.model.c
    let_down, received, helped = 0.0, 0.7, 0.0
    if me.entrusted:
        let_down, received = me.let_down / me.entrusted, me.received / me.entrusted
        helped = (me.entrusted - me.let_down) / len(me.hours)
    target = straining(me, let_down, helped)
    me.strain = f4(me.strain + me.model.p.strain_rate * (target - me.strain))
    me.effort = f4(effort_of(me, frame * c.on_attribution))
    own = me.ability * (0.6 + 0.4 * me.effort) * (1.0 - 0.4 * me.felt_strain())
    done = own * (1.0 - c.interdependence + c.interdependence * received)
    me.output = f4(min(1.0, done))


def straining(me: PlainPerson, let_down: float, helped: float) -> float:
    """The strain to which a week like this one leads in the long run."""
    load, team = me.model.c.load, me.seat.team.conditions
    target = 0.65 * load + 0.5 * let_down + 0.35 * team.monitoring + 0.15 * team.demand_level
    target = target - (0.06 * me.free_hours + 0.1 * helped)
    if me.seat.led > 9.0:
        target = target + 0.03 * (me.seat.led - 9.0)
    return within(target)


def effort_of(me: PlainPerson, framed: float) -> float:
    regard = 2.0 * (me.leader_trust - 0.5) + 1.0 * (me.organisation_trust() - 0.5)
    return logistic(
        -0.4
        + 0.7 * inclinations(me)[1]
        + (1.0 - 0.5 * framed) * regard
        + 1.5 * (me.overall_fairness() - 0.5)
        + 0.6 * me.recognised
        - 0.5 * framed
        - 1.0 * me.felt_strain()
    )
