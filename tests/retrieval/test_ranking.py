"""Which candidates are cited beside the best one?"""

from __future__ import annotations

from typing import Any

import pytest

from retrieval.ranking import Candidate, Evidence, worth_citing


def candidate(own: float, *, speaker: float = 0.0, time: float = 1.0) -> Candidate:
    """Make a candidate of its evidence; where it stands is not looked at."""
    nowhere: Any = None
    evidence = Evidence(own, 0.0, 0.0, 0.0, speaker, 0.0, time=time)
    return Candidate(nowhere, nowhere, nowhere, None, evidence)


@pytest.mark.parametrize(
    ("candidates", "kept"),
    [
        ([candidate(0.8), candidate(0.5), candidate(0.3)], 2),
        ([candidate(0.8), candidate(0.5, time=0.0)], 1),
        ([candidate(0.5, speaker=1.0), candidate(0.4), candidate(0.2)], 2),
        ([candidate(0.8, speaker=1.0), candidate(0.2, speaker=1.0)], 2),
        ([], 0),
    ],
)
def test_what_is_worth_citing(candidates: list[Candidate], kept: int) -> None:
    """Half of the best score; where not all are said by whoever is named, their lead does not count."""
    assert worth_citing(candidates) == candidates[:kept]
