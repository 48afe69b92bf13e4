"""Pictures beside what can be chosen: names of Material symbols, which NiceGUI brings along."""

from __future__ import annotations

__all__ = ["EVENTS", "FORMS", "REGIMES", "STYLES", "WELCOMES"]

STYLES = {
    "gardener": "yard", "commander": "campaign", "contractor": "history_edu",
    "controller": "visibility", "absent": "event_busy", "favouritist": "star_half",
    "hero": "bolt", "kind-but-uneven": "volunteer_activism", "learner": "school",
    "random": "casino",
}  # fmt: skip
REGIMES = {
    "none": "remove_circle_outline", "permissive": "sentiment_satisfied", "punitive": "gavel",
    "blame": "record_voice_over", "just-culture": "balance", "arbitrary": "casino",
    "favourites": "star_half", "contract": "description", "charter": "handshake",
    "surveillance": "visibility", "collective": "groups", "bought-reward": "payments",
}  # fmt: skip
FORMS = {
    "acknowledgement": "chat_bubble_outline", "award": "emoji_events",
    "nomination": "how_to_vote", "thanks": "favorite_border", "bonus": "payments",
}  # fmt: skip
WELCOMES = {
    "cold": "ac_unit", "by-the-book": "checklist", "buddy": "people_outline",
    "designed": "local_florist",
}  # fmt: skip
EVENTS = {
    "layoff": "person_remove", "betrayal": "heart_broken", "apology": "healing",
    "new-leader": "switch_account", "crunch": "hourglass_bottom", "remote": "home_work",
    "merger": "call_merge", "regime": "gavel", "arrival": "person_add",
    "gathering": "celebration", "scandal": "newspaper", "reorganisation": "shuffle",
    "growth": "group_add", "departure": "logout",
}  # fmt: skip
