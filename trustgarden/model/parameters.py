"""The free parameters of the mechanisms: one place, with unit, range and provenance.

A scenario may override any of them under `[parameters]`. The reference table
in `docs/odd.md` is generated from this file. *Theory* means that the
source gives the form and the order of size; *data* that a published figure
gives the value; *free* that it is our choice, made so that an organisation of
ordinary people under no leader at all neither saturates nor dies.

None of the values has been fitted to the findings yet: calibration is a step
of its own, kept apart from validation.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

__all__ = ["PARAMETER_DTYPE", "Parameters"]


def _free(
    default: float, low: float, high: float, unit: str, meaning: str, provenance: str
) -> Any:
    """A float field that carries its unit, range and where its default comes from."""
    return Field(
        default,
        ge=low,
        le=high,
        description=f"{meaning} ({unit}).",
        json_schema_extra={"unit": unit, "provenance": provenance},
    )


class Parameters(BaseModel):
    """Strengths and rates of the mechanisms; see the module's docstring."""

    model_config = ConfigDict(
        strict=True, frozen=True, extra="forbid", allow_inf_nan=False, validate_default=True
    )

    # M1 relationship memory
    prior_weight: float = _free(
        5.0, 0.5, 50, "acts", "M1: evidence that the prior is worth",
        "theory: Bayesian shrinkage; size free",
    )
    half_life_weeks: float = _free(
        40.0, 2, 1000, "weeks", "M1: half-life of evidence in a tie that is not embedded",
        "data: order of Burt 2002, doi:10.1016/S0378-8733(02)00015-3",
    )
    embedding: float = _free(
        2.0, 0, 10, "ratio", "M1: how much longer evidence lasts in a tie that third parties hold",
        "data: embedded ties outlast bridges, Burt 2002",
    )
    durability_spread: float = _free(
        0.6, 0, 2, "log", "M1: spread of half-lives between pairs, on the log scale",
        "theory: pairs differ lastingly; size free",
    )
    ambiguity: float = _free(
        0.5, 0, 1, "share",
        "M1: share of an act that says nothing clear of benevolence; half of it for integrity, "
        "a quarter for ability",
        "theory: Jones & Shah 2016, doi:10.1037/apl0000041; size free",
    )
    # M2 prior
    affinity_spread: float = _free(
        0.3, 0, 3, "logit", "M2: spread of the fixed affinity of a pair",
        "theory: dyadic share before acquaintance, Jones & Shah 2016; size free",
    )
    likeness: float = _free(
        0.25, 0, 3, "logit", "M2: how much being alike lifts the prior",
        "theory: category-based trust, Kramer 1999; size free",
    )
    organisation_weight: float = _free(
        1.0, 0, 5, "logit", "M2: how much trust in the organisation lifts the prior",
        "theory: institution-based trust, McKnight et al. 1998; size free",
    )
    # M3 entrusting
    entrusting_slope: float = _free(
        6.0, 0, 30, "logit", "M3: how steeply entrusting rises with trust",
        "theory: Mayer, Davis & Schoorman 1995; size free",
    )
    entrusting_threshold: float = _free(
        0.15, 0, 1, "trust", "M3: trust at which half would entrust a stake of nothing",
        "free; strangers send about half, Johnson & Mislin 2011",
    )
    stake_caution: float = _free(
        0.5, 0, 10, "logit", "M3: how much a full stake holds people back", "free",
    )
    projection_caution: float = _free(
        1.5, 0, 10, "logit", "M3: how much a full projected consequence holds people back",
        "theory: Stodd, the sphere of consequence; size free",
    )
    mistrust_caution: float = _free(
        2.0, 0, 10, "logit", "M3: how much full mistrust holds people back",
        "theory: Lewicki et al. 1998; size free",
    )
    at_sight: float = _free(
        1.0, 0, 5, "logit", "M3: how much readier those are who grant trust at sight",
        "theory: Stodd's two modes of granting trust; size free",
    )
    # M4 answering
    faith: float = _free(
        1.1, -3, 6, "logit", "M4: readiness to keep faith at middling everything", "free",
    )
    integrity_reason: float = _free(
        2.5, 0, 10, "logit", "M4: integrity as a reason to keep faith",
        "theory: Mayer et al. 1995; size free",
    )
    benevolence_reason: float = _free(
        2.0, 0, 10, "logit", "M4: benevolence as a reason, muted by a transaction frame",
        "theory: Mayer et al. 1995; size free",
    )
    reciprocity_reason: float = _free(
        4.0, 0, 15, "logit", "M4: own trust in the trustor as a reason, muted by the frame",
        "theory: Berg et al. 1995, doi:10.1006/game.1995.1027; size free",
    )
    norm_reason: float = _free(
        4.0, 0, 10, "logit", "M4: what is usual in the team as a reason",
        "theory: Cialdini's descriptive norms; size free",
    )
    further_reason: float = _free(
        2.3, 0, 10, "logit", "M4: what further dealings are worth as a reason",
        "theory: Axelrod & Hamilton 1981, doi:10.1126/science.7466396; size free",
    )
    fairness_reason: float = _free(
        2.5, 0, 10, "logit", "M4: felt fairness as a reason",
        "theory: Colquitt et al. 2013, doi:10.1037/a0031757; size free",
    )
    deterrence: float = _free(
        0.8, 0, 10, "logit", "M4: projected consequence as a reason",
        "theory: Becker 1968; size free, small after Balliet et al. 2011",
    )
    temptation: float = _free(
        1.0, 0, 10, "logit", "M4: a full stake as a reason against", "free",
    )
    strain_reason: float = _free(
        1.5, 0, 10, "logit", "M4: full strain as a reason against", "free",
    )
    error_rate: float = _free(
        0.06, 0, 0.5, "share", "M4: kept intent that fails, at middling ability and no strain",
        "free",
    )
    # M5 attribution
    crowding: float = _free(
        1.0, 0, 1, "share", "M5: good conduct under full binding credited to the regime",
        "theory: Malhotra & Murnighan 2002, doi:10.2307/3094850; size free",
    )
    frame_rate: float = _free(
        0.06, 0, 1, "1/act", "M5: shift to a transaction frame by one act under a full price",
        "theory: Tenbrunsel & Messick 1999, doi:10.2307/2667052; size free",
    )
    frame_return: float = _free(
        0.04, 0, 1, "1/act", "M5: return to a personal frame by one personal act in a free space",
        "theory: as above; slower than the shift",
    )
    # M6 consequence
    learning_lived: float = _free(
        0.25, 0, 1, "1/case", "M6: learning of consequence from a case lived through",
        "theory: experience over description, Hertwig et al. 2004; size free",
    )
    learning_seen: float = _free(
        0.08, 0, 1, "1/week", "M6: learning of consequence from what was seen in the team",
        "theory: as above; a third of what is lived",
    )
    doubt_weight: float = _free(
        1.0, 0, 5, "ratio", "M6: how much uncertainty enlarges projected consequence",
        "theory: Stodd, the insulation gap; size free",
    )
    # M7 repair
    repair_share: float = _free(
        0.5, 0, 1, "share", "M7: evidence against that a full repair takes back (competence)",
        "data: order of d = .44, Yuan, Dong & Li 2017; size free",
    )
    # M8 asymmetry
    surprise: float = _free(
        2.2, 0, 6, "ratio", "M8: extra weight of bad news at middling trust",
        "data: 2-6 times, Miner, Glomb & Hulin 2005, doi:10.1348/096317905X40105",
    )
    primacy: float = _free(
        1.1, 0, 5, "ratio", "M8: extra weight of news while nothing is known yet",
        "theory: Lount et al. 2008, doi:10.1177/0146167208324512; size free",
    )
    # M9 spaces
    social_bonus: float = _free(
        2.0, 1, 10, "ratio", "M9: worth of an hour in free spaces for benevolence, to one at work",
        "data: at least 2, Hall 2019, doi:10.1177/0265407518761225",
    )
    # M13 demand
    demand_push: float = _free(
        1.5, 0, 10, "logit", "M13: how much full demand raises entrusting in formal spaces",
        "free",
    )
    # M15 second-hand evidence
    talk_weight: float = _free(
        0.5, 0, 5, "acts", "M15: a tale by somebody fully trusted who knows for certain",
        "theory: third parties matter and count less than experience, Burt & Knez 1995; size free",
    )
    # M14 fairness
    fairness_weight: float = _free(
        0.25, 0, 5, "acts/week", "M14: evidence that a week of treatment is worth",
        "free",
    )
    # M16 leaving
    leaving_slope: float = _free(
        2.0, 0, 10, "logit", "M16: how strongly low trust and low fairness raise leaving",
        "theory: Dirks & Ferrin 2002, doi:10.1037/0021-9010.87.4.611; size free",
    )
    # M18 strain
    strain_rate: float = _free(
        0.15, 0.01, 1, "1/week", "M18: how fast strain follows load, let-downs and monitoring",
        "free",
    )

    def as_record(self) -> np.recarray:
        """The parameters as one record of float64, as the kernels take them."""
        record = np.zeros(1, PARAMETER_DTYPE).view(np.recarray)
        for name in type(self).model_fields:
            record[0][name] = getattr(self, name)
        return record


PARAMETER_DTYPE = np.dtype([(name, np.float64) for name in Parameters.model_fields])
