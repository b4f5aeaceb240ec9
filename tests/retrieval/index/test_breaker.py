"""Is it worth asking? A clock that only tests move."""

from __future__ import annotations

from retrieval.index.breaker import Breaker


def broken(now: list[float], failures: int = 3) -> Breaker:
    """Make a breaker that has seen its failures."""
    breaker = Breaker(failures=failures, rest_s=5.0, clock=lambda: now[0])
    for _ in range(failures):
        assert breaker.admits()
        breaker.failed()
    return breaker


def test_failures_in_a_row_open_it() -> None:
    """Not those between which something went well."""
    breaker = Breaker(failures=2, clock=lambda: 0.0)
    for _ in range(5):
        breaker.failed()
        breaker.succeeded()
    assert breaker.admits()
    breaker.failed()
    breaker.failed()
    assert not breaker.admits()


def test_after_a_rest_one_finds_out() -> None:
    """The others go on waiting until that one knows, or for another rest."""
    now = [0.0]
    breaker = broken(now)
    assert not breaker.admits()
    now[0] = 5.0
    assert [breaker.admits() for _ in range(3)] == [True, False, False]
    now[0] = 10.0  # whoever was to find out never came back
    assert breaker.admits()


def test_the_one_who_finds_out_decides() -> None:
    """A failure keeps it open for another rest, a success closes it for everybody."""
    now = [0.0]
    breaker = broken(now)
    now[0] = 5.0
    assert breaker.admits()
    breaker.failed()
    assert not breaker.admits()
    now[0] = 10.0
    assert breaker.admits()
    breaker.succeeded()
    assert [breaker.admits() for _ in range(3)] == [True, True, True]
