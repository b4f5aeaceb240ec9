"""The documents tell the truth about the code."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from retrieval.lexicon import DATA

ROOT = DATA.parent
MODULES = sorted(
    path.relative_to(ROOT)
    for package in ("bot", "retrieval")
    for path in (ROOT / package).rglob("*.py")
    if path.name != "__init__.py" and "versions" not in path.parts
)


def read(name: str) -> str:
    """Read a document at the top of the checkout."""
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_command_is_in_the_readme() -> None:
    """What the command line offers is in the table, and the reverse."""
    usage = subprocess.run(
        [sys.executable, "-m", "retrieval", "--help"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    offered = set(re.findall(r"^    ([a-z-]+)\s", usage.stdout, re.MULTILINE))
    rows = re.findall(r"^\| `.*?\|", read("README.md"), re.MULTILINE)
    written = {name for row in rows for name in re.findall(r"`([a-z-]+)", row)}
    assert offered
    assert offered == written


def test_every_make_target_says_what_it_does() -> None:
    """`make` alone lists them, so each has its line."""
    text = read("Makefile")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    assert set(phony.split()) == set(re.findall(r"^([a-z-]+):.*?## ", text, re.MULTILINE))


def test_every_module_says_which_question_it_answers() -> None:
    """A module opens with a docstring; there are modules."""
    assert len(MODULES) > 40
    assert not [str(path) for path in MODULES if not read(str(path)).startswith('"""')]


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "data/README.md"])
def test_what_is_named_exists(name: str) -> None:
    """A path in back quotes is a file or folder of the checkout."""
    named = re.findall(r"`((?:retrieval|bot|tests|data|benchmarks)/[\w./-]*)`", read(name))
    installed = ("data/resources", "data/archive")
    assert not [path for path in named if not (ROOT / path).exists() and not path.startswith(installed)]
