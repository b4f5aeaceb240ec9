"""How does another process prepare documents? It reads requests from its standard input and writes what it found.

    python -m retrieval.ingestion.worker [MORPHOLOGY]

The process ends with its standard input, also when whoever started it was killed: then the system closes the pipe, and
no process is left behind.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
from pathlib import Path
from queue import Queue
from typing import BinaryIO

from retrieval.analysis.morphology import Morphology
from retrieval.ingestion.messages import opened, receive_packed, send
from retrieval.ingestion.preparing import Preparer

CACHED_WORDS = 1_000
"""How many words' readings are kept: the extractor asks for each once, and remembers what it concluded."""


def main(arguments: list[str]) -> None:
    """Answer requests until the input ends, in their order."""
    requests, replies = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever else prints must not be taken for a reply
    morphology = Morphology.open(Path(arguments[0]), cached_words=CACHED_WORDS) if arguments else None
    preparer = Preparer(morphology)
    waiting = Queue[bytes](1)
    threading.Thread(target=_read, args=(requests, waiting), daemon=True).start()
    while True:
        send(replies, preparer.prepare_all(opened(waiting.get())))


def _read(requests: BinaryIO, waiting: Queue[bytes]) -> None:
    """Read the next request while one is worked on; whoever sends it waits for nobody."""
    try:
        while True:
            waiting.put(receive_packed(requests))
    except EOFError:
        os._exit(0)  # at once: nobody is there to read what is being made


if __name__ == "__main__":
    gc.freeze()
    gc.set_threshold(50_000, 20, 1_000)  # what is remembered of words is no garbage
    try:
        main(sys.argv[1:])
    except BrokenPipeError:
        os._exit(0)  # at once: nobody is there to flush anything to
