"""Stories: what the simulated people went through, in sentences.

Each story is made from an organisation as it stands (`trustgarden.Organisation`)
and a catalogue of words; nothing here runs the model.
"""

from __future__ import annotations

from .causes import turning_week, why_story
from .feeds import feed_of
from .given import GIVEN, given_name
from .meetings import meetings_of
from .newcomers import FIRST_WEEKS, newcomer_story, newcomers_of
from .persons import person_story
from .relationships import TieHistory, tie_story
from .story import Line, Part, Story
from .wording import LANGUAGES, Words

__all__ = [
    "FIRST_WEEKS",
    "GIVEN",
    "LANGUAGES",
    "Line",
    "Part",
    "Story",
    "TieHistory",
    "Words",
    "feed_of",
    "given_name",
    "meetings_of",
    "newcomer_story",
    "newcomers_of",
    "person_story",
    "tie_story",
    "turning_week",
    "why_story",
]
