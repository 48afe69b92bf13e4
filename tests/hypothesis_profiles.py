"""How hard hypothesis tries: CI draws more examples, and always the same ones.

No deadline: the first call of a rule compiles it, which takes longer than any
example. CI=true chooses the profile, as for the real organisations.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

CI_EXAMPLES = 200
LOCAL_EXAMPLES = 50


def load() -> None:
    common = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
    settings.register_profile(
        "ci", max_examples=CI_EXAMPLES, derandomize=True, print_blob=True, **common
    )
    settings.register_profile("local", max_examples=LOCAL_EXAMPLES, **common)
    settings.load_profile("ci" if os.environ.get("CI") == "true" else "local")
