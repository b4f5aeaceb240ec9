"""Run `python -m retrieval COMMAND`."""

import gc
import sys

# Loading the libraries makes many objects and no garbage: not looking for it spares a fifth of the start.
gc.disable()
from retrieval.cli import main  # noqa: E402

gc.enable()
gc.freeze()
# What is remembered of documents and words is no garbage either: to go through all of it takes a tenth of a second,
# and the usual thresholds would do so at every tenth question.
gc.set_threshold(50_000, 20, 1_000)

sys.exit(main())
