"""python -m bot."""

import gc
import sys

from bot.cli import main

# See `retrieval/__main__.py`.
gc.freeze()
gc.set_threshold(50_000, 20, 1_000)

sys.exit(main())
