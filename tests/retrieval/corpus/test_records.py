"""Which documents stand in records of JSON or CSV?"""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus import Refusal, read_sources, records
from retrieval.corpus.columns import _other_names, find_columns
from retrieval.corpus.json_files import read_json_list, read_json_object
from retrieval.corpus.records import read_json_lines, to_document
from retrieval.corpus.tables import read_csv
from retrieval.errors import RecordError, SourceError
from retrieval.model import RawDocument

TEXT = "قال الوزير إن المعرض سيفتح غدا."


def _document(record: dict[str, object]) -> RawDocument:
    found = to_document(record)
    assert isinstance(found, RawDocument), found
    return found


def _refusal(record: dict[str, object]) -> str:
    found = to_document(record)
    assert isinstance(found, RecordError)
    return str(found)


def _read(path: Path) -> list[RawDocument | Refusal]:
    return list(read_sources([path]))


@pytest.mark.parametrize(
    "record",
    [
        {"id": "1", "text": TEXT, "title": "معرض", "url": "u", "source": "س", "published": "2016", "author": "ا"},
        {"ID": "1", "Text": TEXT, "Title": "معرض", "URL": "u", "Source": "س", "Published": "2016", "Author": "ا"},
        {"_id": "1", "body": TEXT, "headline": "معرض", "link": "u", "publisher": "س", "date": "2016", "byline": "ا"},
        {
            "guid": "1",
            "articleBody": TEXT,
            "headline": "معرض",
            "permalink": "u",
            "outlet": "س",
            "pubDate": "2016",
            "creator": "ا",
        },
        {
            "المعرف": "1",
            "نص الخبر": TEXT,
            "العنوان": "معرض",
            "الرابط": "u",
            "المصدر": "س",
            "تاريخ النشر": "2016",
            "الكاتب": "ا",
        },
        {
            "post-id": "1",
            "full text": TEXT,
            "article title": "معرض",
            "web_url": "u",
            "site": "س",
            "published at": "2016",
            "authors": ["ا"],
        },
    ],
)
def test_fields_are_known_by_many_names(record: dict[str, object]) -> None:
    """Our names, and those that newsrooms use in either language, mean the same."""
    assert _document(record) == RawDocument(records.DocumentId("1"), TEXT, "معرض", "u", "س", "2016", "ا")


def test_a_dump_of_a_search_engine() -> None:
    """Elasticsearch puts the fields one level down."""
    found = _document({"_index": "news", "_id": "e1", "_source": {"body": TEXT, "headline": "معرض"}})
    assert found == RawDocument(records.DocumentId("e1"), TEXT, title="معرض")


def test_our_own_names_go_before_others() -> None:
    """A field with our name is meant even where others could be."""
    record = {"body": "آخر", "text": TEXT, "guid": "g", "id": "1", "date": "2015", "published": "2016"}
    found = _document(record)
    assert (found.id, found.text, found.published) == ("1", TEXT, "2016")


def test_two_different_texts_are_no_text() -> None:
    """Which of two texts is meant is not guessed; one that is empty or the same does no harm."""
    assert "several fields" in _refusal({"id": "1", "body": TEXT, "content": "آخر"})
    assert _document({"id": "1", "body": TEXT, "content": " "}).text == TEXT
    assert _document({"id": "1", "body": TEXT, "content": TEXT}).text == TEXT


def test_a_record_without_an_id_is_called_by_its_address() -> None:
    """An address names a record as it names a feed's entry."""
    assert _document({"url": "https://example.org/%D8%AE%D8%A8%D8%B1", "text": TEXT}).id == "example.org/خبر"
    assert "no id" in _refusal({"url": "12", "text": TEXT})


@pytest.mark.parametrize(("given_id", "name"), [(12, "12"), ({"$oid": "5f"}, "5f"), (" 1 ", " 1 "), ("صفحة", "صفحة")])
def test_ids_of_databases(given_id: object, name: str) -> None:
    """A whole number is an id, and so is what MongoDB wraps; text stays as it is."""
    assert _document({"id": given_id, "text": TEXT}).id == name


@pytest.mark.parametrize(
    ("date", "published"),
    [
        (1469609400, "2016-07-27T08:50:00+00:00"),
        ("1469609400000", "2016-07-27T08:50:00+00:00"),
        ({"$date": "2016-07-27T08:50:00Z"}, "2016-07-27T08:50:00Z"),
        ({"$date": {"$numberLong": "1469609400000"}}, "2016-07-27T08:50:00+00:00"),
        (2016, "2016"),
        ("20160727", "20160727"),
        ("201607271150", "201607271150"),
        ("٢٧/٧/٢٠١٦", "٢٧/٧/٢٠١٦"),
    ],
)
def test_dates_of_databases(date: object, published: str) -> None:
    """Seconds and milliseconds since 1970 become a date; what is one already stays."""
    assert _document({"id": "1", "text": TEXT, "date": date}).published == published


def test_markup_becomes_text_but_not_in_our_own_field() -> None:
    """An article in HTML is read as its paragraphs; `text` is exactly what it is."""
    markup = f"<p>{TEXT}</p>\n<p>وأضاف أن الدخول <b>مجاني</b>.<br>شكرا.</p><script>x</script>"
    assert _document({"id": "1", "content": {"rendered": markup}}).text == f"{TEXT}\nوأضاف أن الدخول مجاني.\nشكرا."
    assert _document({"id": "1", "text": markup}).text == markup
    assert _document({"id": "1", "text": TEXT, "title": {"rendered": "معرض <i>الكتاب</i>"}}).title == "معرض الكتاب"
    assert "no text" in _refusal({"id": "1", "body": "<p> </p>"})


@pytest.mark.parametrize("name", ["a.json", "export"])
@pytest.mark.parametrize("indent", [None, 1])
def test_a_list_of_records(tmp_path: Path, name: str, indent: int | None) -> None:
    """A list of JSON is read record by record; one that is no document is refused by its number."""
    listed = [{"id": "1", "text": TEXT}, {"id": "2"}, 3, {"id": "4", "text": "[نص]"}]
    (tmp_path / f"{name.removesuffix('.json')}.json").write_text(json.dumps(listed, indent=indent))
    first, second, third, last = _read(tmp_path)
    assert isinstance(first, RawDocument)
    assert isinstance(second, Refusal)
    assert "record 2 has no text" in str(second.error)
    assert isinstance(third, Refusal)
    assert isinstance(last, RawDocument)


def test_a_list_is_read_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    """However the pieces fall, the records are the same; a broken one ends the list, after those before it."""
    monkeypatch.setattr("retrieval.corpus.json_files._CHUNK", 7)
    listed = [{"id": str(number), "text": TEXT * number} for number in range(1, 30)]
    data = json.dumps(listed, ensure_ascii=False).encode()
    found = [document for _, document in read_json_list(io.BytesIO(data))]
    assert [document.text for document in found if isinstance(document, RawDocument)] == [one["text"] for one in listed]
    assert len(list(read_json_list(io.BytesIO(b"[12345678, 90]")))) == 2
    reading = read_json_list(io.BytesIO(data[:-20]))
    with pytest.raises(RecordError, match="cut short"):
        list(reading)


def test_records_of_a_list_have_a_longest_length(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record beyond the limit ends the reading before it fills the memory."""
    monkeypatch.setattr(records, "MAX_LINE", 100)
    monkeypatch.setattr("retrieval.corpus.json_files._CHUNK", 10)
    data = json.dumps([{"id": "1", "text": "a" * 1000}]).encode()
    with pytest.raises(RecordError, match="more than 100"):
        list(read_json_list(io.BytesIO(data)))


def test_one_object_is_a_record_or_holds_a_list(tmp_path: Path) -> None:
    """A file of one object gives that document, or those of its only list of objects."""
    for name, value in (
        ("a", {"id": "1", "text": TEXT, "tags": [{"name": "x"}]}),
        ("b", {"status": "ok", "articles": [{"id": "2", "text": TEXT}, {"id": "3", "text": TEXT}]}),
    ):
        (tmp_path / f"{name}.json").write_text(json.dumps(value, indent=2))
    found = _read(tmp_path)
    assert [document.id for document in found if isinstance(document, RawDocument)] == ["1", "2", "3"]


@pytest.mark.parametrize("value", [{"a": 1}, {"a": [{"id": "1"}], "b": [{"id": "2"}]}, {"a": [1, 2]}])
def test_other_objects_are_refused(tmp_path: Path, value: object) -> None:
    """An object without a text and without one list of objects is no source."""
    (tmp_path / "a.json").write_text(json.dumps(value, indent=2))
    (found,) = _read(tmp_path)
    assert isinstance(found, Refusal)
    assert "has no" in str(found.error)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1256"])
@pytest.mark.parametrize("first", ["", "sep=;\r\n"])
def test_what_excel_saves(tmp_path: Path, encoding: str, first: str) -> None:
    """Semicolons, Excel's own first line, Arabic headers, quoted line breaks and empty rows at the end are read."""
    table = f'{first}رقم الخبر;العنوان;نص الخبر;تاريخ النشر\r\n7;معرض;"قال: ""نعم""؛\nوأضاف; لا";27/07/2016\r\n;;;\r\n'
    (tmp_path / "a.csv").write_bytes(table.encode(encoding))
    (found,) = _read(tmp_path)
    assert found == RawDocument(records.DocumentId("7"), 'قال: "نعم"؛\nوأضاف; لا', title="معرض", published="27/07/2016")


@pytest.mark.parametrize("name", ["a.txt", "a", "a.tsv"])
def test_excels_unicode_text(tmp_path: Path, name: str) -> None:
    """A table of tabs in UTF-16 is a table even where Excel calls it .txt."""
    (tmp_path / name).write_bytes(f"id\ttext\ttitle\r\n1\t{TEXT}\tمعرض\r\n".encode("utf-16"))
    (found,) = _read(tmp_path)
    assert found == RawDocument(records.DocumentId("1"), TEXT, title="معرض")


def test_text_that_names_things_is_text(tmp_path: Path) -> None:
    """An article that begins with words of ours is an article."""
    (tmp_path / "a.txt").write_text("Text, title and date\nof a story.")
    (found,) = _read(tmp_path)
    assert isinstance(found, RawDocument)
    assert found.text.startswith("Text,")


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("id,summary", "no column named text"),
        ("text,title", "no column named id or url"),
        ("id,body,content", "several columns"),
        ("id,text,text", "several columns"),
        ("1,خبر", "no column named text"),
    ],
)
def test_headers_that_do_not_tell(header: str, reason: str) -> None:
    """A table that does not name its columns, or names two for the text, is refused as a whole."""
    with pytest.raises(RecordError, match=reason):
        list(read_csv(io.BytesIO(f"{header}\n1,نص,نص آخر\n".encode())))


def test_the_names_of_columns_tell_what_parts_them() -> None:
    """A mark that stands more often inside a name than between names parts nothing."""
    ((_, found),) = read_csv(io.BytesIO(f'id;text;"tags, comma, parted, many"\n1;{TEXT};x\n'.encode()))
    assert isinstance(found, RawDocument)
    assert found.text == TEXT


def test_lines_are_counted_behind_excels_own() -> None:
    """The number of a refused row is that of its line in the file."""
    ((number, _),) = read_csv(io.BytesIO(b"sep=;\nid;text\n1;\n"))
    assert number == 3


def test_every_name_means_one_thing() -> None:
    """No name stands for two of our fields."""
    columns = find_columns(("id", "text", "title", "url", "source", "published", "author"))
    assert all(len(found) == 1 for found in columns.values())
    names = [name for known in _other_names().values() for name in set(known)]
    assert len(set(names)) == len(names)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["id", "text", "body", "url", "date", "x"]), inner),
)


@given(_JSON)
def test_any_value_is_read_or_refused(value: object) -> None:
    """Whatever JSON holds, it gives documents that can be stored, or errors of ours."""
    data = json.dumps(value).encode()
    for read in (read_json_lines, read_json_list, read_json_object):
        with contextlib.suppress(SourceError):
            for _, found in read(io.BytesIO(data)):
                assert isinstance(found, SourceError) or found.text.encode()


@given(st.binary() | st.text(alphabet='id,text;\t"\r\n|x=sep').map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Whatever bytes there are, each reader gives documents that can be stored, or errors of ours."""
    for read in (read_csv, read_json_lines, read_json_list, read_json_object):
        with contextlib.suppress(SourceError):
            for _, found in read(io.BytesIO(data)):
                assert isinstance(found, SourceError) or found.text.encode()
