"""Which settings hold? The environment over a `.env` file in the working folder; the one place that reads either."""

from __future__ import annotations

import os
from pathlib import Path

from dotenv import dotenv_values

DEFAULT_DATABASE_URL = "sqlite:///data/archive.db"


def read_environment(env_file: Path = Path(".env")) -> dict[str, str]:
    """Read the settings: what the environment says counts, then what the file says; a setting left empty is none."""
    written = dotenv_values(env_file) if env_file.is_file() else {}
    merged = {**written, **os.environ}
    return {key: value for key, value in merged.items() if value}
