"""Surveys of the organisation's people: what a researcher with a questionnaire would see.

Published findings about leaders and trust are mostly correlations of questionnaires,
with the noise and the common colouring that questionnaires have. The true states of
people are never compared with them; answers to a questionnaire are.
"""

from __future__ import annotations

from .beside import WARNING, beside, beside_correlations
from .constructs import constructs
from .questionnaire import Norm, Questionnaire, Scale
from .real import RealSurvey, read_real_survey
from .standard import STANDARD
from .surveying import Survey, survey

__all__ = [
    "STANDARD",
    "WARNING",
    "Norm",
    "Questionnaire",
    "RealSurvey",
    "Scale",
    "Survey",
    "beside",
    "beside_correlations",
    "constructs",
    "read_real_survey",
    "survey",
]
