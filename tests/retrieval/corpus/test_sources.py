"""Where do documents come from?"""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import os
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from retrieval.corpus import ConvertedDocument, Refusal, read_sources
from retrieval.errors import EmptySourceError, EncodingError, RecordError, SourceMissingError
from retrieval.model import DocumentId, RawDocument
from tests.retrieval.corpus.news_server import item, rss

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = "افتتح الوزير المعرض.\r\nوقال إن الزوار كثيرون.\n"
RECORD = {
    "id": "n1",
    "text": TEXT,
    "title": "معرض",
    "url": "https://example.org/1",
    "source": "النهار",
    "author": "سامي",
}


def _read(*paths: Path) -> list[RawDocument | Refusal]:
    return list(read_sources(paths))


def _refusal(path: Path) -> Refusal:
    (found,) = _read(path)
    assert isinstance(found, Refusal)
    return found


def _line(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False)


def test_a_text_file_is_a_document(tmp_path: Path) -> None:
    """A text file's name is the id, and its text is the decoded file, newlines untouched."""
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    assert _read(tmp_path / "a.txt") == [RawDocument(DocumentId("a.txt"), TEXT)]


@pytest.mark.parametrize(
    ("suffix", "compress"), [(".gz", gzip.compress), (".xz", lzma.compress), (".bz2", bz2.compress)]
)
def test_compressed_files_keep_their_inner_name(tmp_path: Path, suffix: str, compress: object) -> None:
    """A compressed file is read like the file in it, and called like it."""
    path = tmp_path / f"a.txt{suffix}"
    path.write_bytes(compress(TEXT.encode()))  # type: ignore[operator]
    assert _read(path) == [RawDocument(DocumentId("a.txt"), TEXT)]


def test_a_converted_file_says_so(tmp_path: Path) -> None:
    """A file in windows-1256 gives a document that names the encoding it was converted from."""
    (tmp_path / "a.txt").write_bytes(TEXT.encode("windows-1256"))
    assert _read(tmp_path) == [ConvertedDocument(DocumentId("a.txt"), TEXT, encoding="windows-1256")]


def test_folders_are_read_sorted_with_their_folders(tmp_path: Path) -> None:
    """A folder is read by name, with the folders in it and without hidden files."""
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "b/z.txt", "a.txt", ".hidden.txt"):
        (tmp_path / name).write_text("نص.")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.txt").write_text("نص.")
    assert [found.id for found in _read(tmp_path) if isinstance(found, RawDocument)] == ["a.txt", "z.txt", "c.txt"]


def test_links_do_not_lead_round(tmp_path: Path) -> None:
    """A link to the folder above is not followed."""
    (tmp_path / "a.txt").write_text("نص.")
    (tmp_path / "up").symlink_to(tmp_path)
    assert len(_read(tmp_path)) == 1


@pytest.mark.parametrize("name", ["news.jsonl", "news.ndjson", "news", "news.json"])
def test_json_lines(tmp_path: Path, name: str) -> None:
    """JSON lines are told by suffix or by their first line; unknown fields and blank lines are passed over."""
    (tmp_path / name).write_text(
        f"{json.dumps(RECORD | {'extra': [1]})}\n\n{_line(id='n2', text='نص', url=None, title='')}\n"
    )
    expected = RawDocument(**RECORD)  # type: ignore[arg-type]
    assert _read(tmp_path) == [expected, RawDocument(DocumentId("n2"), "نص")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1256"])
def test_csv(tmp_path: Path, delimiter: str, encoding: str) -> None:
    """CSV is read with any usual delimiter and encoding; newlines inside a cell stay."""
    rows = io.StringIO()
    writer = csv.writer(rows, delimiter=delimiter)
    writer.writerows([["ID", "Text", "title"], ["1", TEXT, "معرض"], ["2", "قالت الوزيرة إن الباب مفتوح.", ""]])
    (tmp_path / "a.csv").write_bytes(rows.getvalue().encode(encoding))
    assert _read(tmp_path) == [
        RawDocument(DocumentId("1"), TEXT, title="معرض"),
        RawDocument(DocumentId("2"), "قالت الوزيرة إن الباب مفتوح."),
    ]


def test_standard_input_is_json_lines() -> None:
    """A dash reads JSON lines from the stream, which stays open."""
    stream = io.BytesIO(_line(id="1", text="نص").encode() + b"\n{")
    found = list(read_sources(["-"], stdin=stream))
    assert found[0] == RawDocument(DocumentId("1"), "نص")
    assert isinstance(found[1], Refusal)
    assert found[1].name == "standard input line 2"
    assert not stream.closed


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ("{", "JSON"),
        ("[1]", "not a JSON object"),
        (_line(text="نص"), "no id"),
        (_line(id="", text="نص"), "no id"),
        (_line(id=1.5, text="نص"), "number"),
        (_line(id=True, text="نص"), "true or false"),
        (_line(id="1"), "no text"),
        (_line(id="1", text=" \n"), "no text"),
        (_line(id="1", text=["نص"]), "list"),
        (_line(id="1", text="نص", url=3), "url"),
        (_line(id="1", text="نص", title={}), "title"),
        ('{"id": "1", "text": "\\ud800"}', "surrogate"),
        ('{"id": "1", "text": "a\\u0000"}', "NUL"),
        ("[" * 100_000, "nests"),
        ('{"id": ' + "1" * 5000 + "}", "number too long"),
    ],
)
def test_a_bad_line_is_refused_alone(tmp_path: Path, record: str, reason: str) -> None:
    """A line that is no document is refused by its number and reason, and those around it are read."""
    good = _line(id="1", text="نص")
    (tmp_path / "a.jsonl").write_text(f"{good}\n{record}\n{good}\n")
    first, bad, last = _read(tmp_path)
    assert isinstance(first, RawDocument)
    assert isinstance(last, RawDocument)
    assert isinstance(bad, Refusal)
    assert bad.name == f"{tmp_path / 'a.jsonl'} line 2"
    assert isinstance(bad.error, RecordError)
    assert reason in str(bad.error)


def test_stray_bytes_refuse_their_line_only(tmp_path: Path) -> None:
    """A line that is not UTF-8 is refused, and the rest of the file is read."""
    good = _line(id="1", text="قال الوزير إن المعرض سيفتح غدا.").encode()
    (tmp_path / "a.jsonl").write_bytes(b"\n".join([good, good.replace(b"\xd9", b"\xff", 1), good]))
    assert [type(found) for found in _read(tmp_path)] == [RawDocument, Refusal, RawDocument]


def test_long_lines_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line beyond the limit is passed over without being held, and the next is read."""
    monkeypatch.setattr("retrieval.corpus.records.MAX_LINE", 100)
    (tmp_path / "a.jsonl").write_text(f"{_line(id='1', text='نص' * 300)}\n{_line(id='2', text='نص')}\n")
    long, good = _read(tmp_path)
    assert isinstance(long, Refusal)
    assert "longer than" in str(long.error)
    assert good == RawDocument(DocumentId("2"), "نص")


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("id,text\n1,نص\n2,\n", "line 3 has no text"),
        ("id,text\n1,نص\n2,نص,آخر\n", "line 3 has 3 cells"),
        ('id,text\n1,نص\n2,"نص\n', "line 3 is not valid CSV"),
        ('id,text\n1,"سطر\nآخر"\n2\n', "line 4 has no text"),
    ],
)
def test_a_bad_row_is_refused_by_its_line(tmp_path: Path, rows: str, reason: str) -> None:
    """A row of CSV is named by the line of the file in which it begins."""
    (tmp_path / "a.csv").write_text(rows)
    good, bad = _read(tmp_path)
    assert isinstance(good, RawDocument)
    assert isinstance(bad, Refusal)
    assert reason in str(bad.error)


def test_csv_without_the_columns_is_refused(tmp_path: Path) -> None:
    """Without a column for the text no row can be read."""
    (tmp_path / "a.csv").write_text("id,summary\n1,نص\n")
    assert "no column named text" in str(_refusal(tmp_path / "a.csv").error)


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.txt", "a.html", "a"])
def test_empty_files_are_refused(tmp_path: Path, name: str) -> None:
    """A file with nothing in it is refused, whatever its kind."""
    (tmp_path / name).write_text("id,text\n" if name == "a.csv" else "")
    assert isinstance(_refusal(tmp_path / name).error, EmptySourceError)


def test_missing_paths_and_empty_folders_are_refused(tmp_path: Path) -> None:
    """A path that is not there, and a folder without documents, are refused by name."""
    for path in (tmp_path, tmp_path / "nothing.txt"):
        found = _refusal(path)
        assert isinstance(found.error, SourceMissingError)
        assert str(path) in str(found.error)


def test_binary_files_are_refused_by_name(tmp_path: Path) -> None:
    """A picture in a folder is refused, and the text beside it is read."""
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (tmp_path / "b.txt").write_text("نص.")
    bad, good = _read(tmp_path)
    assert isinstance(bad, Refusal)
    assert isinstance(bad.error, EncodingError)
    assert "a.png" in str(bad.error)
    assert isinstance(good, RawDocument)


@pytest.mark.parametrize(
    ("suffix", "compress"),
    [(".gz", gzip.compress), (".xz", lzma.compress), (".bz2", lambda data: bz2.compress(data, 1))],
)
def test_truncated_archives_give_what_they_hold(tmp_path: Path, suffix: str, compress: object) -> None:
    """Of a compressed file that is cut short the whole lines are read, and the rest is refused."""
    records = "".join(_line(id=str(number), text=os.urandom(40).hex()) + "\n" for number in range(5000))
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(compress(records.encode())[:-2000])  # type: ignore[operator]
    *documents, last = _read(path)
    assert len(documents) > 1000
    assert all(isinstance(found, RawDocument) for found in documents)
    assert isinstance(last, Refusal)
    assert "cut short" in str(last.error)


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.xz", "a.csv.gz", "a.html.bz2", "a.zip", "a.tar", "a.tgz"])
def test_damaged_archives_are_refused(tmp_path: Path, name: str) -> None:
    """A file that is not compressed as its name says is refused."""
    (tmp_path / name).write_bytes(b"plain text, not compressed")
    assert "damaged" in str(_refusal(tmp_path / name).error)


def test_records_are_read_as_they_are_asked_for() -> None:
    """Reading is lazy: a document is given before the next line is read."""

    class Lines(io.RawIOBase):
        def __init__(self) -> None:
            self.served = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: object) -> int:
            self.served += 1
            data = _line(id=str(self.served), text="نص" * 400).encode() + b"\n"
            memoryview(buffer)[: len(data)] = data  # type: ignore[arg-type]
            return len(data)

    lines = Lines()
    found: Iterator[RawDocument | Refusal] = read_sources(["-"], stdin=lines)  # type: ignore[arg-type]
    assert [next(found).id for _ in range(3)] == ["1", "2", "3"]  # type: ignore[union-attr]
    assert lines.served < 40


def test_an_archive_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document that unpacks to more than the limit is refused before it fills the memory."""
    monkeypatch.setattr("retrieval.corpus.files.MAX_BYTES", 1024 * 1024)
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"a" * 2_000_000))
    assert "longer than 1 MB" in str(_refusal(tmp_path / "a.txt.gz").error)


def test_names_that_are_no_text_are_refused(tmp_path: Path) -> None:
    """A file whose name is not UTF-8 cannot be cited, so it is refused."""
    path = os.fsencode(tmp_path) + b"/\xff.txt"
    try:
        with open(path, "wb") as file:  # noqa: PTH123 - pathlib takes no bytes
            file.write(b"text")
    except OSError:
        pytest.skip("this file system takes no such name")
    found = _refusal(tmp_path)
    assert "rename" in str(found.error)
    found.name.encode()


def test_files_of_one_name_are_told_apart_by_their_path(tmp_path: Path) -> None:
    """The first file of a name is called by it, others by their path in the folder; equal texts are one document."""
    for name, text in (("a/x.txt", "نص."), ("b/x.txt", "نص آخر."), ("c/x.txt", "نص."), ("d/e/x.txt", "نص ثالث.")):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(text)
    found = _read(tmp_path)
    assert [document.id for document in found if isinstance(document, RawDocument)] == [
        "x.txt",
        "b/x.txt",
        "x.txt",
        "d/e/x.txt",
    ]
    assert found == _read(tmp_path)


def test_files_of_one_name_in_two_folders_that_are_given(tmp_path: Path) -> None:
    """Where the path in the folder is taken too, the folder itself tells files apart."""
    for folder in ("north", "south"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(f"نص {folder}.")
    found = _read(tmp_path / "north", tmp_path / "south")
    assert [document.id for document in found if isinstance(document, RawDocument)] == ["x.txt", "south/x.txt"]
    files = _read(tmp_path / "north" / "x.txt", tmp_path / "south" / "x.txt")
    assert [document.id for document in files if isinstance(document, RawDocument)] == ["x.txt", "south/x.txt"]


def test_deep_folders_and_circles_of_links(tmp_path: Path) -> None:
    """Folders nest as deep as they like, links to folders are not followed, and a link to nothing is told."""
    deep = tmp_path.joinpath(*["d"] * 300)
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text("نص.")
    (deep / "up").symlink_to(tmp_path)
    (tmp_path / "z.txt").symlink_to(tmp_path / "nothing")
    document, broken = _read(tmp_path)
    assert isinstance(document, RawDocument)
    assert isinstance(broken, Refusal)
    assert "leads nowhere" in str(broken.error)


def test_a_folder_that_may_not_be_entered_stops_no_other(tmp_path: Path) -> None:
    """What may not be read is told, and the rest is read."""
    (tmp_path / "a").mkdir(mode=0)
    (tmp_path / "b.txt").write_text("نص.")
    (tmp_path / "c.txt").write_text("نص.")
    (tmp_path / "c.txt").chmod(0)
    if os.access(tmp_path / "c.txt", os.R_OK):
        pytest.skip("this user may read everything")
    folder, document, file = _read(tmp_path)
    assert isinstance(folder, Refusal)
    assert "cannot be read" in str(folder.error)
    assert isinstance(document, RawDocument)
    assert isinstance(file, Refusal)
    assert "Permission denied" in str(file.error)


def test_a_saved_page_is_read_without_its_companions(tmp_path: Path) -> None:
    """The folder of pictures and scripts that a browser saves beside a page is a part of the page."""
    (tmp_path / "خبر.html").write_text("<html><body><p>قال الوزير إن المعرض سيفتح غدا في العاصمة.</p></body></html>")
    (tmp_path / "خبر_files").mkdir()
    (tmp_path / "خبر_files" / "advert.html").write_text("<html><body><p>إعلان.</p></body></html>")
    (tmp_path / "other_files").mkdir()
    (tmp_path / "other_files" / "a.txt").write_text("نص.")
    found = _read(tmp_path)
    assert [document.id for document in found if isinstance(document, RawDocument)] == ["a.txt", "خبر.html"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.css", b"p { color: red }", "part of a web page"),
        ("a.js", b"var a = 1;", "part of a web page"),
        ("a", b"%PDF-1.7\n", "PDF"),
        ("a.txt", b"{\\rtf1 text}", "rich text"),
        ("a.docx", b"PK\3\4....[Content_Types].xml", "Word or Excel"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "old Word or Excel"),
        ("a.rar", b"Rar!\x1a\x07", "RAR"),
        ("a", gzip.compress(b"text", mtime=0), "ending .gz"),
        ("a.txt.zst", b"\x28\xb5\x2f\xfd", "zstd -d"),
        ("a.xml", b"<?xml version='1.0'?><newsItem/>", "no feed"),
        ("a.json", b"12", "not JSON"),
    ],
)
def test_other_formats_are_refused_by_their_name(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    """What is no text for us is called what it is, with what to do about it."""
    (tmp_path / name).write_bytes(data)
    refusal = _refusal(tmp_path / name)
    assert reason in str(refusal.error)
    assert str(refusal.error).endswith(".")


def test_a_page_in_one_file_with_its_pictures(tmp_path: Path) -> None:
    """The web archive that browsers save gives its page."""
    page = "<html><body><p>قال الوزير إن المعرض سيفتح غدا في العاصمة بحضور الناشرين.</p></body></html>"
    message = EmailMessage()
    message.set_content(page, subtype="html", charset="windows-1256", cte="quoted-printable")
    message.add_related(b"\x89PNG", "image", "png")
    (tmp_path / "a.mhtml").write_bytes(message.as_bytes())
    (found,) = _read(tmp_path)
    assert isinstance(found, RawDocument)
    assert (found.id, found.text) == ("a.mhtml", "قال الوزير إن المعرض سيفتح غدا في العاصمة بحضور الناشرين.")


def test_a_web_archive_without_a_page_is_refused(tmp_path: Path) -> None:
    """A web archive of something else gives nothing."""
    (tmp_path / "a.mht").write_bytes(b"Content-Type: text/plain\n\ntext")
    assert "holds no page" in str(_refusal(tmp_path / "a.mht").error)


def test_a_page_whose_name_says_nothing(tmp_path: Path) -> None:
    """A page is told by its beginning, behind comments and declarations."""
    page = "<!-- saved --> <?xml version='1.0'?>\n<HTML><body><p>قال الوزير إن المعرض سيفتح غدا.</p></body></HTML>"
    (tmp_path / "index.php@id=3").write_text(page)
    (found,) = _read(tmp_path)
    assert isinstance(found, RawDocument)
    assert "<p>" not in found.text


def test_a_feed_in_a_file(tmp_path: Path) -> None:
    """A saved feed is told by its beginning and gives its whole articles."""
    for name in ("a.xml", "b.rss", "feed"):
        (tmp_path / name).write_text(rss(item("أ", f"https://example.org/{name}", content="<p>نص الخبر كاملا.</p>")))
    found = _read(tmp_path)
    assert [document.text for document in found if isinstance(document, RawDocument)] == ["نص الخبر كاملا."] * 3


def test_reading_many_files_holds_few(tmp_path: Path) -> None:
    """The files of a folder are opened as they are asked for."""
    for number in range(50):
        (tmp_path / f"{number:02}.txt").write_text("نص.")
    reading = read_sources([tmp_path])
    first = next(reading)
    for path in tmp_path.iterdir():
        path.unlink()
    rest = list(reading)
    assert isinstance(first, RawDocument)
    assert len(rest) == 49
    assert all(isinstance(found, Refusal) for found in rest)
