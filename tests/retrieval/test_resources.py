"""Optional language resources."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval import resources
from retrieval.errors import ResourceError
from retrieval.resources import Resource


def test_nothing_is_installed_in_an_empty_folder(tmp_path: Path) -> None:
    """Resources that are not there have no path and no version."""
    assert resources.morphology_path(tmp_path) is None
    assert resources.word_list_path(tmp_path) is None
    assert set(resources.installed(tmp_path).values()) == {None}


def test_what_cannot_be_reached_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each resource that fails is named with its reason, and no half-made folder stays."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(resources, "_run", _refuse)
    told = list(resources.install(tmp_path / "resources"))
    assert [(resource.name, resource.path) for resource in told] == [("morphology", None), ("freedict", None)]
    assert all(resource.detail.startswith("not installed") for resource in told)
    assert not [path for path in (tmp_path / "resources").rglob("*") if path.is_file()]


def test_a_file_that_is_not_the_expected_one_is_refused(tmp_path: Path) -> None:
    """The checksum is verified before anything is read."""
    path = tmp_path / "almor-msa-r13.db"
    path.write_text("something else")
    with pytest.raises(ResourceError, match="checksum"):
        resources._verify(path, resources._CHECKSUMS[path.name])


def test_a_database_of_an_older_form_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An upgrade that reads another form installs it again, instead of taking the old one for installed."""
    old = tmp_path / "morphology" / "morphology.sqlite"
    old.parent.mkdir()
    old.write_bytes(b"an older form")

    def make(folder: Path) -> tuple[Path, str]:
        (folder / old.name).write_bytes(b"a newer form")
        return folder / old.name, "newer"

    monkeypatch.setattr(resources, "_install_morphology", make)
    monkeypatch.setattr(resources, "_install_word_list", _refuse)
    first = next(iter(resources.install(tmp_path)))
    assert first == Resource("morphology", old, "installed newer")
    assert old.read_bytes() == b"a newer form"
    assert (old.parent / "VERSION").read_text() == "newer\n"


def _refuse(*_arguments: object, **_options: object) -> None:
    raise ResourceError("not installed: out of reach")
