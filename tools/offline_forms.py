"""Fills offline forms in a browser with generated assessments, and checks that each saves the same assessment.

    python tools/offline_forms.py [CASES]      1,000 by default

Each case has a rubric of its own. The form is made with the answers in it, and once more without them: then it loads
the assessment file, with comments between its lines.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.property.test_offline_form import check_loading, check_saving
from tests.support.build import Table
from tests.support.laws.filled import filled_tables
from tests.support.programs.offline import open_forms


def main() -> int:
    """Exit code 1, with the smallest assessment that is not saved as it was."""
    count, start = int((sys.argv[1:] or ["1000"])[0]), time.monotonic()
    tried = 0
    with open_forms() as forms:

        @settings(max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(tables=filled_tables(), every=st.integers(1, 5))
        def try_case(tables: tuple[Table, Table], every: int) -> None:
            nonlocal tried
            tried += 1
            check_saving(forms, tables)
            check_loading(forms, tables, every)

        try_case()
    print(f"{tried} assessments, saved and loaded, in {time.monotonic() - start:.0f} seconds: all came back the same")
    return 0


if __name__ == "__main__":
    sys.exit(main())
