"""Which settings hold? The environment over a `.env` file in the working folder; the one place that reads either."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values

from retrieval.errors import SettingsFileError
from retrieval.index.cluster import SearchCluster

DEFAULT_DATABASE_URL = "sqlite:///data/archive.db"
DEFAULT_INDEX_FOLDER = Path("data/index")
"""Where the indexes of archives on a server lie, each in a folder of its own."""


def read_environment(env_file: Path = Path(".env")) -> dict[str, str]:
    """Read the settings: what the environment says counts, then what the file says; a setting left empty is none.

    Raises:
        SettingsFileError: The file cannot be read, or is not UTF-8.
    """
    try:
        written = dotenv_values(env_file) if env_file.is_file() else {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsFileError(f"the settings file {env_file} cannot be read ({error}); write it in UTF-8") from error
    merged = {**written, **os.environ}
    return {key: value for key, value in merged.items() if value}


def search_cluster(settings: Mapping[str, str]) -> SearchCluster | None:
    """Read where the search cluster is; None: the archive is searched on this machine.

    Raises:
        PassageIndexError: The address or a setting beside it cannot be used.
    """
    return SearchCluster.of(settings)
