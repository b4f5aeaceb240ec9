"""python -m retrieval COMMAND"""

import sys

from retrieval.cli import main

sys.exit(main())
