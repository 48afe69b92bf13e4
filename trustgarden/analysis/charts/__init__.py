"""Charts: each a function from tables to a plotly figure.

Every figure shows its uncertainty and its n, can be read in grey and by the
colour-blind, fits a wide page or a phone (`wide=False`), and carries a text
alternative and a note on what it rests on in `figure.layout.meta`
(`"alt"`, `"note"`). One chart, one file; `frame`, `lines`, `rows`, `labels`
and `palette` are what they share.
"""

from __future__ import annotations

from .accounts import accounts_stream
from .bands import BANDS, trust_bands
from .basin import basins
from .change import weekly_differences
from .converging import convergence_lines
from .crossing import crossing_weeks
from .differences import difference_forest, measure_forest, signed
from .factors import factor_effects, factor_map
from .formal_and_social import formal_and_social
from .insulation import insulation_gap
from .landscape import trust_landscape
from .lasting import stability_map
from .levels import LEVELS, trust_levels, trust_over_time
from .loop import hysteresis_loop
from .morris_plane import morris_plane
from .needs import needs_counts, needs_matrix
from .people_landscape import people_landscape
from .phase import phase_diagram
from .sensitivity_bars import pawn_bars, sobol_bars, sobol_pairs
from .signs import warning_chart
from .story import person_story, tie_story
from .survival import acceptance_curves, tie_survival_curves
from .tribes_and_bridges import tribes_and_bridges
from .variations import conclusion_forest
from .verdicts import verdict_counts, verdict_forest
from .waterfall import accounts_waterfall

__all__ = [
    "BANDS",
    "LEVELS",
    "acceptance_curves",
    "accounts_stream",
    "accounts_waterfall",
    "basins",
    "conclusion_forest",
    "convergence_lines",
    "crossing_weeks",
    "difference_forest",
    "factor_effects",
    "factor_map",
    "formal_and_social",
    "hysteresis_loop",
    "insulation_gap",
    "measure_forest",
    "morris_plane",
    "needs_counts",
    "needs_matrix",
    "pawn_bars",
    "people_landscape",
    "person_story",
    "phase_diagram",
    "signed",
    "sobol_bars",
    "sobol_pairs",
    "stability_map",
    "tie_story",
    "tie_survival_curves",
    "tribes_and_bridges",
    "trust_bands",
    "trust_landscape",
    "trust_levels",
    "trust_over_time",
    "verdict_counts",
    "verdict_forest",
    "warning_chart",
    "weekly_differences",
]
