"""python -m bot."""

import gc
import sys

from bot.cli import main

# See `retrieval/__main__.py`. To look through fewer new objects at a time keeps each look short beside an answer.
gc.freeze()
gc.set_threshold(10_000, 50, 1_000)

sys.exit(main())
