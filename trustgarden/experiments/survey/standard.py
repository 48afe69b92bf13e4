"""The standard questionnaire: scales as studies of trust in organisations use them.

Norms are rounded means and standard deviations of the constructs over the people of the 200
firms of study VE12: scales are built so that people of many organisations differ on them.
Norms set no correlation. Wordings are not given, since nobody reads them here; sources are
those of the scales that a researcher would take.
"""

from __future__ import annotations

from .questionnaire import Norm, Questionnaire, Scale

__all__ = ["STANDARD"]

MAYER = "Mayer & Davis 1999, doi:10.1037/0021-9010.84.1.123"
COLQUITT = "Colquitt 2001, doi:10.1037/0021-9010.86.3.386"

STANDARD = Questionnaire(
    scales=(
        Scale(
            id="trust_leader", label="Trust in leader", reads="trust_leader", norm=Norm(0.62, 0.17),
            definition="Expectation that one's leader keeps faith: trust in the leader as "
            "remembered (7.1).",
            source="McAllister 1995, doi:10.5465/256727",
        ),
        Scale(
            id="leader_ability", label="Leader's ability", reads="leader_ability",
            norm=Norm(0.75, 0.17), reversed_items=0, source=MAYER,
            definition="The facet ability of trust in the leader.",
        ),
        Scale(
            id="leader_benevolence", label="Leader's benevolence", reads="leader_benevolence",
            norm=Norm(0.55, 0.19), reversed_items=0, source=MAYER,
            definition="The facet benevolence of trust in the leader.",
        ),
        Scale(
            id="leader_integrity", label="Leader's integrity", reads="leader_integrity",
            norm=Norm(0.56, 0.18), source=MAYER,
            definition="The facet integrity of trust in the leader.",
        ),
        Scale(
            id="trust_team", label="Trust in coworkers", reads="trust_team", norm=Norm(0.64, 0.14),
            definition="Mean trust in those of one's team who are not one's leader.",
            source="Cook & Wall 1980, doi:10.1111/j.2044-8325.1980.tb00005.x",
        ),
        Scale(
            id="trust_organisation", label="Trust in organisation", reads="trust_organisation",
            norm=Norm(0.53, 0.09),
            definition="One's own assessment of the organisation (7.1).",
            source="Robinson 1996, doi:10.2307/2393868",
        ),
        Scale(
            id="procedural", label="Procedural justice", reads="procedural", norm=Norm(0.38, 0.09),
            items=7, reversed_items=0, source=COLQUITT,
            definition="Felt fairness of how consistently, and with what voice, it is decided.",
        ),
        Scale(
            id="interactional", label="Interactional justice", reads="interactional",
            norm=Norm(0.51, 0.07), items=5, source=COLQUITT,
            definition="Felt fairness of the respect and explanation shown.",
        ),
        Scale(
            id="distributive", label="Distributive justice", reads="distributive",
            norm=Norm(0.49, 0.08), reversed_items=0, source=COLQUITT,
            definition="Felt fairness of how attention, recognition and consequence are shared "
            "out.",
        ),
        Scale(
            id="participation", label="Participation in decisions", reads="participation",
            norm=Norm(0.15, 0.12),
            definition="How far one's leader asks for views, times how far they are heeded.",
            source="Vroom 1959, doi:10.1037/h0049057",
        ),
        Scale(
            id="propensity", label="Propensity to trust", reads="propensity", norm=Norm(0.51, 0.18),
            definition="The trait propensity: how far one expects good faith of strangers.",
            source=MAYER,
        ),
        Scale(
            id="risk_taking", label="Reliance on leader", reads="risk_taking", norm=Norm(0.5, 0.28),
            definition="Chance to entrust an ordinary stake to one's leader (7.6).",
            source="Gillespie 2003, Behavioral Trust Inventory; Colquitt et al. 2007, "
            "doi:10.1037/0021-9010.92.4.909",
        ),
        Scale(
            id="safety", label="Psychological safety", reads="safety", norm=Norm(0.72, 0.15),
            items=7, reversed_items=3,
            definition="Chance to tell what went wrong rather than hide it (measure `safety`).",
            source="Edmondson 1999, doi:10.2307/2666999",
        ),
        Scale(
            id="voice", label="Voice", reads="voice", norm=Norm(0.52, 0.12), items=6,
            reversed_items=0,
            definition="Chance to speak up about what went wrong (measure `share`).",
            source="Van Dyne & LePine 1998, doi:10.5465/256902",
        ),
        Scale(
            id="satisfaction", label="Job satisfaction", reads="satisfaction",
            norm=Norm(0.76, 0.07),
            definition="Absence of strain: one less the measure `strain`.",
            source="Cammann et al. 1983, Michigan Organizational Assessment Questionnaire",
        ),
        Scale(
            id="commitment", label="Commitment", reads="commitment", norm=Norm(0.85, 0.09), items=6,
            reversed_items=2,
            definition="Chance to be still there a year from now (measure `stay`).",
            source="Meyer, Allen & Smith 1993, doi:10.1037/0021-9010.78.4.538",
        ),
        Scale(
            id="quit_intention", label="Intention to quit", reads="quit_intention",
            norm=Norm(0.26, 0.12), items=3, reversed_items=1, place=0.36,
            halo=-1,
            definition="Chance to say that one means to leave (measure `intention`).",
            source="Cammann et al. 1983, Michigan Organizational Assessment Questionnaire",
        ),
        Scale(
            id="ocb", label="Citizenship (by leader)", reads="engagement", norm=Norm(0.41, 0.12),
            items=5, rater="leader",
            definition="Effort beyond the required (measure `engage`), as the leader rates it, who "
            "sees it best and whom most studies ask.",
            source="Podsakoff et al. 1990, doi:10.1016/1048-9843(90)90009-7",
        ),
        Scale(
            id="helping", label="Helping colleagues", reads="helping", norm=Norm(0.54, 0.14),
            reversed_items=0,
            definition="Chance to help a colleague who asks (measure `help`).",
            source="Van Dyne & LePine 1998, doi:10.5465/256902",
        ),
        Scale(
            id="counterproductive", label="Counterproductive behaviour", reads="withholding",
            norm=Norm(0.06, 0.024), items=6, reversed_items=0, place=0.2, halo=-1,
            definition="Chance to withhold work or goods on purpose (measure `withholding`).",
            source="Bennett & Robinson 2000, doi:10.1037/0021-9010.85.3.349",
        ),
        Scale(
            id="performance", label="Job performance (by leader)", reads="performance",
            norm=Norm(0.37, 0.13), rater="leader",
            definition="Work done in the last week (measure `output`), as one's leader rates it; "
            "half of a leader's halo is leniency towards all, half is towards the one person.",
            source="Viswesvaran, Ones & Schmidt 1996, doi:10.1037/0021-9010.81.5.557",
        ),
        Scale(
            id="relationship_weeks", label="Weeks with leader", reads="relationship_weeks",
            norm=Norm(0.0, 1.0), rater="record",
            definition="Weeks since the tie to one's leader began.",
            source="Records",
        ),
        Scale(
            id="tenure_weeks", label="Weeks in organisation", reads="tenure_weeks",
            norm=Norm(0.0, 1.0), rater="record",
            definition="Weeks since one joined; a burn-in counts.",
            source="Records",
        ),
    ),
)  # fmt: skip
"""What `survey` asks if nothing else is said."""
