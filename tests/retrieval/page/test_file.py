"""Pages are written to new files and over pages, and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.errors import PageError
from retrieval.page import page, write_page

PAGE = "".join(page([], lambda _: pytest.fail("there is no document")))


def test_a_page_is_written_anew(tmp_path: Path) -> None:
    """A new file is made, and written over next time; nothing else is left in the folder."""
    path = tmp_path / "صفحة.html"
    for end in ("", "<!-- again -->\r\n"):
        write_page(path, [PAGE, end])
        assert path.read_bytes().decode() == PAGE + end
    assert [file.name for file in tmp_path.iterdir()] == ["صفحة.html"]


@pytest.mark.parametrize("content", ["مقال طويل", "", "<!DOCTYPE html>\n<title>another page</title>"])
def test_another_file_is_left_as_it_is(tmp_path: Path, content: str) -> None:
    """A reader may take FILE for the article: what is no such page is not touched."""
    path = tmp_path / "article.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(PageError, match=r"article\.txt is no page"):
        write_page(path, [PAGE])
    assert path.read_text(encoding="utf-8") == content
    assert len(list(tmp_path.iterdir())) == 1


def test_what_is_no_file_is_left_as_it_is(tmp_path: Path) -> None:
    """Folders and pipes are refused, and a folder that is missing is named."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(PageError, match="no page"):
            write_page(path, [PAGE])
    with pytest.raises(PageError, match="nowhere"):
        write_page(tmp_path / "nowhere" / "a.html", [PAGE])


def test_a_link_leads_to_the_file(tmp_path: Path) -> None:
    """What a link points to is what counts: a page is written anew there, an article is left."""
    (tmp_path / "article.txt").write_text("مقال", encoding="utf-8")
    write_page(tmp_path / "page.html", [PAGE])
    for name in ("article.txt", "page.html"):
        (tmp_path / f"to-{name}").symlink_to(tmp_path / name)
    with pytest.raises(PageError):
        write_page(tmp_path / "to-article.txt", [PAGE])
    write_page(tmp_path / "to-page.html", [PAGE, "again"])
    assert (tmp_path / "page.html").read_text(encoding="utf-8").endswith("again")


def test_a_failure_half_way_leaves_the_old_page(tmp_path: Path) -> None:
    """A page is written whole or not at all."""
    path = tmp_path / "page.html"
    write_page(path, [PAGE])

    def broken() -> Iterator[str]:
        yield PAGE[:100]
        raise LookupError("half way")

    with pytest.raises(LookupError, match="half way"):
        write_page(path, broken())
    assert path.read_text(encoding="utf-8") == PAGE
    assert len(list(tmp_path.iterdir())) == 1
