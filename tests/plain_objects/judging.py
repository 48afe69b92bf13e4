"""Phases 8 and 10, Recognise and Judge: treatment, and what people make of it (7.12)."""

from __future__ import annotations

from types import SimpleNamespace

from trustgarden.model.chance import RECOGNITION, STRIKE

from .dealing import HELD_BACK
from .memory import Relationship
from .people import PlainPerson
from .remembering import suffer
from .uncompiled import f4, logistic, uniform

__all__ = ["judge", "recognise"]


def recognise(me: PlainPerson) -> None:
    boss, chance = me.boss(), 0.0
    word = me.model.chance.draw(RECOGNITION, me.model.calendar_week, me.key)[0]
    if boss is not None:
        team = boss.seat.team.conditions
        chance = min(1.0, team.recognition_level * attention_to(me, team) * kept_share(me))
    me.recognised = 1.0 if uniform(word) < chance else 0.0


def attention_to(me: PlainPerson, team: SimpleNamespace) -> float:
    """How much of the leader's attention one gets, 1 being an even share."""
    favour = me.favour()
    evenness = team.attention_evenness
    return evenness + (1.0 - evenness) * 3.0 * favour * favour


def kept_share(me: PlainPerson) -> float:
    acts = [meeting for meeting in me.incoming if meeting.act != HELD_BACK]
    kept = sum(meeting.seems_kept() for meeting in acts)
    return kept / len(acts) if acts else 0.5


def judge(me: PlainPerson) -> None:
    """Take stock of the week: consequence, treatment, the organisation, and work."""
    c, boss, team = me.model.c, me.boss(), me.seat.team.conditions
    word = me.model.chance.draw(STRIKE, me.model.calendar_week, me.key)[0]
    if uniform(word) < team.arbitrary:
        suffer(me, team.severity)
    if boss is not None:
        be_treated(me, boss)
    if c.on_fairness:
        judge_organisation(me)
    work(me, c, team)


def be_treated(me: PlainPerson, boss: PlainPerson) -> None:
    p, team = me.model.p, boss.seat.team.conditions
    told = team.certainty * team.severity
    told = told + 0.5 * team.demand_level * (1.0 - told)
    me.projected = f4(me.projected + p.learning_told * (told - me.projected))
    if not me.model.c.on_fairness:
        return
    attention, w = attention_to(me, team), p.fairness_weight
    distributive = distributive_signal(me, team, attention)
    procedural = procedural_signal(team)
    interactional = interactional_signal(team)
    revise(me, "distributive", w, distributive)
    revise(me, "procedural", w, procedural)
    revise(me, "interactional", w, interactional)
    tie = me.assign(boss)
    if tie is not None:
        seen = visible(me.model.c, attention)
        judge_leader(tie, w, interactional, seen, 0.5 * (procedural + distributive))


def distributive_signal(me: PlainPerson, team: SimpleNamespace, attention: float) -> float:
    short = attention - 1.0
    if short > 0.0:
        short = 0.5 * short
    short = min(short, 1.0)
    return within(
        0.5
        + 0.35 * short
        + 0.25 * me.recognised
        + 0.25 * team.care_level
        - 0.6 * min(1.0, me.suffered)
    )


def procedural_signal(team: SimpleNamespace) -> float:
    ruled = 0.45 + 0.5 * team.fairness_level - 0.45 * (1.0 - team.evenness) - 4.0 * team.arbitrary
    return within(ruled - 0.2 * team.demand_level - 0.25 * team.collective)


def interactional_signal(team: SimpleNamespace) -> float:
    return within(
        0.25
        + 0.45 * team.respect
        + 0.35 * team.care_level
        - 0.35 * team.demand_level
        - 0.25 * team.control_level
    )


def within(x: float) -> float:
    return min(max(x, 0.0), 1.0)


def revise(me: PlainPerson, kind: str, w: float, signal: float) -> None:
    """Let a pair of stocks fade and take in this week's signal."""
    good, bad = f"{kind}_for", f"{kind}_against"
    setattr(me, good, f4(getattr(me, good) * 0.96 + w * signal))
    setattr(me, bad, f4(getattr(me, bad) * 0.96 + w * (1.0 - signal)))


def visible(c: SimpleNamespace, attention: float) -> float:
    """How far one sees how the leader means it, by the hours one gets of them."""
    shares = (
        c.tend_spaces
        + c.tend_consequence
        + c.tend_connections
        + c.tend_recognition
        + c.tend_fairness
        + c.demanding
        + c.controlling
    )
    hours = (c.attention_hours * shares) * attention
    return hours / (hours + 4.0 * 3.0)


def judge_leader(
    tie: Relationship, w: float, interactional: float, seen: float, integrity: float
) -> None:
    tie.benevolence_for = f4(tie.benevolence_for + w * interactional * seen)
    tie.benevolence_against = f4(tie.benevolence_against + w * (1.0 - interactional) * seen)
    tie.integrity_for = f4(tie.integrity_for + w * integrity)
    tie.integrity_against = f4(tie.integrity_against + w * (1.0 - integrity))


def judge_organisation(me: PlainPerson) -> None:
    answered = 1.0 - me.let_down / me.entrusted if me.entrusted else 0.5
    signal = 0.75 * me.overall_fairness() + 0.25 * answered
    revise(me, "organisation", me.model.p.fairness_weight, signal)


def work(me: PlainPerson, c: SimpleNamespace, team: SimpleNamespace) -> None:
    let_down, received = 0.0, 0.7
    if me.entrusted:
        let_down, received = me.let_down / me.entrusted, me.received / me.entrusted
    target = within(
        0.6 * c.load
        + 0.5 * let_down
        + 0.35 * team.monitoring
        + 0.15 * team.demand_level
        - 0.06 * me.free_hours
    )
    me.strain = f4(me.strain + me.model.p.strain_rate * (target - me.strain))
    me.effort = f4(effort_of(me))
    me.output = f4(
        me.ability
        * (0.6 + 0.4 * me.effort)
        * (1.0 - 0.4 * me.felt_strain())
        * (1.0 - c.interdependence + c.interdependence * received)
    )


def effort_of(me: PlainPerson) -> float:
    return logistic(
        -0.4
        + 2.0 * (me.trust_in_leader() - 0.5)
        + 1.0 * (me.organisation_trust() - 0.5)
        + 1.5 * (me.overall_fairness() - 0.5)
        + 0.6 * me.recognised
        - 1.0 * me.felt_strain()
    )
