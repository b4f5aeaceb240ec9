"""Run `python -m retrieval COMMAND`."""

import gc
import sys

# Loading the libraries makes many objects and no garbage: not looking for it spares a fifth of the start.
gc.disable()
from retrieval.cli import main  # noqa: E402

gc.enable()
gc.freeze()

sys.exit(main())
