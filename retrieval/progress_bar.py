"""How far is it? A line on the terminal while documents are added: how many, how fast, and how long it will take."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retrieval.ingestion import Progress


@contextmanager
def showing_progress(*, is_shown: bool) -> Iterator[Callable[[Progress], None] | None]:
    """Give what shows the progress of an ingest on standard error, and take the line away at the end.

    How many documents there are is estimated from the bytes that they take, and not told of standard input.

    Args:
        is_shown: Whether there is somebody to show it to; None is given where there is nobody.
    """
    if not is_shown:
        yield None
        return
    from tqdm import tqdm  # noqa: PLC0415 - a tenth of a second that only who looks at it should wait for

    tqdm.monitor_interval = 0  # no thread that looks after a bar which is told so often
    with tqdm(file=sys.stderr, unit=" articles", leave=False, dynamic_ncols=True, smoothing=0.1) as bar:

        def show(progress: Progress) -> None:
            bar.total = progress.expected
            bar.update(progress.done - bar.n)

        yield show
