"""Phase 8, Recognise: leaders and colleagues recognise what they saw.

Who is recognised is decided first, on what was remembered this week; then everybody
takes in whose recognition it was.
"""

from __future__ import annotations

from numpy import float64

from .accounts import book
from .attribution import frame_after
from .chance import NOBODY, RECOGNITION, draw, uniform
from .compiling import rule
from .dealing import favour_of, seems_kept
from .fairness import attention_share
from .layout import BY_MET, BY_RECOGNITION, HELD_BACK, NOTHING, Record, State
from .recognition import FAME, praise_worth, recognition_probability, thanking_probability
from .relationships import origin_by_work, slot_for


@rule
def led_by(state: State, me: int) -> int:
    """Row of the leader who is there, or -1."""
    boss: int = state.boss[me]
    if boss >= 0 and state.present[boss] == 1:
        return boss
    return -1


@rule
def recognise(state: State, c: Record, week: int, seed: int, p: Record) -> None:
    """Phase 8: who is recognised, by whom, and what they make of it."""
    if c.decides == 1.0:
        for me in range(state.people.shape[0]):
            if state.present[me] == 1:
                _decide_as_leader(state, c, me, week, seed)
    else:
        for k in range(state.by_key.shape[0]):
            me = state.by_key[k]
            if state.present[me] == 1:
                _decide_as_colleague(state, c, me, week, seed)
    # In the order of seats, since a name that is made here is a cue for whoever begins a tie.
    for k in range(state.by_key.shape[0]):
        me = state.by_key[k]
        state.people[me].recognised = 0.0
        if state.present[me] == 1 and state.praised_by[me] >= 0:
            _take_in(state, c, me, state.praised_by[me], week, seed, p)
    _see_who_was(state)


@rule
def _merit(state: State, c: Record, me: int) -> float:
    """What recognition is for: work done where it is formally defined, else faith kept."""
    if c.defines == 1.0:
        return float64(state.people[me].output)
    return _kept_share(state, me)


@rule
def _decide_as_leader(state: State, c: Record, me: int, week: int, seed: int) -> None:
    word, _, _, _ = draw(seed, RECOGNITION, week, int(state.keys[me]), NOBODY, 0)
    boss = led_by(state, me)
    if boss < 0:
        return
    team = state.teams[state.team[boss]]
    attention = attention_share(float64(team.attention_evenness), favour_of(state, me, seed))
    chance = recognition_probability(
        float64(team.recognition_level), attention, _merit(state, c, me), c.scarcity
    )
    if uniform(word) < chance:
        state.praised_by[me] = boss


@rule
def _decide_as_colleague(state: State, c: Record, me: int, week: int, seed: int) -> None:
    """Recognise whoever kept faith in one of this week's hours, drawn by lot."""
    w0, w1, _, _ = draw(seed, RECOGNITION, week, int(state.keys[me]), NOBODY, 1)
    if state.num_hours[me] == 0:
        return
    meeting = state.meetings[me, int(uniform(w0) * state.num_hours[me])]
    other = meeting.partner
    trusted = meeting.act != NOTHING and meeting.act != HELD_BACK
    if other < 0 or not trusted or not seems_kept(meeting):
        return
    chance = thanking_probability(
        float64(state.teams[state.team[me]].recognition_level),
        float64(state.people[me].benevolence),
        _merit(state, c, other),
        c.scarcity,
    )
    if uniform(w1) < chance * c.on_recognition:
        state.praised_by[other] = me


@rule
def _kept_share(state: State, me: int) -> float:
    """Share of this week's trust in `me` that was seen to be kept; 1/2 if there was none."""
    hours = state.meetings.shape[1]
    acts, kept = 0.0, 0.0
    for e in range(state.incoming_start[me], state.incoming_start[me + 1]):
        event = state.incoming[e]
        meeting = state.meetings[event // hours, event % hours]
        if meeting.act != HELD_BACK:
            acts += 1.0
            if seems_kept(meeting):
                kept += 1.0
    return kept / acts if acts > 0.0 else 0.5


@rule
def _take_in(
    state: State, c: Record, me: int, other: int, week: int, seed: int, p: Record
) -> None:
    """Being recognised: evidence of goodwill, a price where it is paid, and a name."""
    person = state.people[me]
    person.recognised = 1.0
    name = FAME * c.visibility * c.credibility
    person.reputation_for = float64(person.reputation_for) + name
    s = slot_for(state, c, me, other, origin_by_work(state, me, other), BY_MET, week, seed, p)
    if s < 0:
        return
    tie = state.ties[me, s]
    worth = praise_worth(c.credibility, c.scarcity, c.payment)
    tie.benevolence_for = float64(tie.benevolence_for) + worth
    tie.frame = frame_after(float64(tie.frame), c.payment, 0.0, c.on_attribution, p)
    book(state, me, s, BY_RECOGNITION, p.prior_weight)


@rule
def _see_who_was(state: State) -> None:
    """What a team sees of how its members fared: recognised, and struck by consequence."""
    for t in range(state.teams.shape[0]):
        recognised, suffered, count = 0.0, 0.0, 0.0
        for k in range(state.member_start[t], state.member_start[t + 1]):
            me = state.members[k]
            if state.present[me] == 1:
                recognised += float64(state.people[me].recognised)
                harm = float64(state.people[me].suffered)
                suffered += harm if harm < 1.0 else 1.0
                count += 1.0
        team = state.teams[t]
        team.recognised_share = recognised / count if count > 0.0 else 0.0
        team.suffered_mean = suffered / count if count > 0.0 else 0.0
