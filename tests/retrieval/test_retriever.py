"""The door: documents in, cited answers out."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import Mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval import (
    Answer,
    BlockKind,
    CitationKind,
    DocumentNotFoundError,
    IngestOutcome,
    Language,
    Reason,
    Retriever,
    Span,
    SpeakerNotFoundError,
)
from retrieval.lexicon import DATA
from tests.conftest import CORPUS

LAVROV_ON_NUSRA = ("ماذا قال لافروف عن جبهة النصرة؟", "What did Lavrov say about al-Nusra?")


def write_records(path: Path, *texts: str) -> Path:
    """Write texts as records named by their numbers."""
    lines = (json.dumps({"id": str(number), "text": text}) for number, text in enumerate(texts))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def assert_verbatim(retriever: Retriever, answer: Answer) -> None:
    """Check every citation of an answer, and every place that repeats it, against the stored document."""
    for citation in [c for first in answer.citations for c in (first, *first.also_in)]:
        text = retriever.document(citation.document).text
        assert text[citation.start : citation.end] == citation.text != ""
        assert all(Span(citation.start, citation.end).contains(span) for span in citation.highlights)


@pytest.mark.parametrize("question", LAVROV_ON_NUSRA)
def test_lavrov_on_nusra(retriever: Retriever, question: str) -> None:
    """Asked in either language, the archive gives Lavrov's words from the two articles that quote him on it."""
    answer = retriever.ask(question)
    assert {citation.document[:3] for citation in answer.citations} == {"001", "004"}
    assert all(citation.kind is CitationKind.QUOTATION for citation in answer.citations)
    assert all(citation.speaker == "سيرغي لافروف" for citation in answer.citations)
    assert "النصرة" in answer.citations[0].text
    assert_verbatim(retriever, answer)


def test_citations_are_ranked_from_one(retriever: Retriever) -> None:
    """Ranks count up, scores do not rise, and no more are given than asked for."""
    answer = retriever.ask("ماذا قال كيري؟", limit=3)
    assert [citation.rank for citation in answer.citations] == [1, 2, 3]
    assert sorted((c.score for c in answer.citations), reverse=True) == [c.score for c in answer.citations]


def test_the_same_question_has_the_same_answer(retriever: Retriever) -> None:
    """Nothing depends on chance or on the order of sets."""
    assert retriever.ask(LAVROV_ON_NUSRA[0]) == retriever.ask(LAVROV_ON_NUSRA[0])


def test_titles_and_subheadings_are_no_answers(retriever: Retriever) -> None:
    """What is cited stands in the text, also where the title holds every word that was asked."""
    for question in ("كيري يتطلع للتعاون مع روسيا لاستئناف المحادثات السورية", "تشكك أميركي", "وثيقة مسربة"):
        for citation in retriever.ask(question).citations:
            document = retriever.document(citation.document)
            span = Span(citation.start, citation.end)
            kinds = {block.kind for block in document.blocks if block.span.overlap(span)}
            assert kinds == {BlockKind.PARAGRAPH}


def test_a_follow_up_takes_the_speaker_from_the_turn_before(retriever: Retriever) -> None:
    """«وعن داعش؟» after a question about Lavrov is about Lavrov."""
    answer = retriever.ask("وعن داعش؟", history=[LAVROV_ON_NUSRA[0]])
    assert answer.citations
    assert {citation.speaker for citation in answer.citations} == {"سيرغي لافروف"}


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("", Reason.EMPTY_QUESTION),
        ("؟؟؟ …", Reason.EMPTY_QUESTION),
        ("😀👍", Reason.EMPTY_QUESTION),
        ("ماذا قال؟", Reason.EMPTY_QUESTION),
        ("كلمة " * 2000, Reason.QUESTION_TOO_LONG),
        ("بطاريق تتزلج؟", Reason.NOTHING_MATCHED),
        ("What did Lavrov say about penguins?", Reason.SPEAKER_NOT_QUOTED),
        ("ماذا قالت منظمة الصحة العالمية عن الهدنة؟", Reason.SPEAKER_NOT_QUOTED),
        ("What did Theresa May say about the ceasefire?", Reason.SPEAKER_NOT_QUOTED),
    ],
)
def test_why_there_is_no_answer(retriever: Retriever, question: str, reason: Reason) -> None:
    """A question without an answer has a reason, and no citation."""
    answer = retriever.ask(question)
    assert (answer.reason, answer.citations, answer.answerable) == (reason, (), False)


def test_an_empty_archive_answers_nothing() -> None:
    """An archive without documents says so, and can be searched and counted."""
    with Retriever.open("sqlite://", create=True) as empty:
        assert empty.ask("ماذا قال لافروف عن النصرة؟").reason is Reason.EMPTY_ARCHIVE
        assert empty.search("النصرة") == ()
        assert empty.stats().documents == 0


@pytest.mark.parametrize("text", ["كلمة", "قال الوزير: «نعم».", "....", "a"])
def test_a_tiny_archive_is_an_archive(tmp_path: Path, text: str) -> None:
    """One document of a word can be searched and asked."""
    with Retriever.open("sqlite://", create=True) as tiny:
        tiny.ingest([write_records(tmp_path / "one.jsonl", text)])
        assert_verbatim(tiny, tiny.ask(f"{text} شيء"))
        assert [hit.text for hit in tiny.search("كلمة")] == ([text] if text == "كلمة" else [])


def test_ingesting_again_changes_nothing(tmp_path: Path) -> None:
    """The five articles are added once; the second time they are unchanged, and the archive is the same."""
    with Retriever.open(f"sqlite:///{tmp_path}/a.db", create=True) as archive:
        first, second = archive.ingest([CORPUS]), archive.ingest([CORPUS])
    assert {document.outcome for document in first.documents} == {IngestOutcome.ADDED}
    assert {document.outcome for document in second.documents} == {IngestOutcome.UNCHANGED}


def test_what_another_process_does_is_seen(tmp_path: Path) -> None:
    """An open archive answers from what was added, changed and removed elsewhere, without being opened anew."""
    url = f"sqlite:///{tmp_path}/a.db"
    records = tmp_path / "records.jsonl"
    with Retriever.open(url, create=True) as reader, Retriever.open(url) as writer:
        assert reader.search("الزلزال") == ()
        writer.ingest([write_records(records, "ضرب الزلزال المدينة.", "خبر آخر.")])
        assert [hit.document for hit in reader.search("الزلزال")] == ["0"]
        writer.ingest([write_records(records, "لم يحدث شيء.", "ضرب الزلزال القرية.")])
        assert [hit.document for hit in reader.search("الزلزال")] == ["1"]
        writer.remove(["1"])
        assert reader.search("الزلزال") == ()


def test_removing_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    """The id is named."""
    with (
        Retriever.open(f"sqlite:///{tmp_path}/a.db", create=True) as archive,
        pytest.raises(DocumentNotFoundError, match="nowhere"),
    ):
        archive.remove(["nowhere"])


def test_a_refused_source_stops_no_other(tmp_path: Path) -> None:
    """Between good records a bad one is named with its place, and the good ones are all there."""
    path = tmp_path / "mixed.jsonl"
    path.write_text('{"id": "a", "text": "نص أول."}\nnot json\n{"id": "b", "text": "نص ثان."}\n', encoding="utf-8")
    with Retriever.open("sqlite://", create=True) as archive:
        report = archive.ingest([path])
        assert [document.outcome for document in report.documents] == ["added", "refused", "added"]
        assert "line 2" in (report.documents[1].detail or "")
        assert [summary.id for summary in archive.documents()] == ["a", "b"]


def test_two_files_of_one_name_are_not_mistaken_for_one(tmp_path: Path) -> None:
    """Of files with one name and two texts the second is called by its path, so that neither is lost."""
    for folder, text in (("a", "نص أول."), ("b", "نص ثان."), ("c", "نص أول.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.txt").write_text(text, encoding="utf-8")
    with Retriever.open("sqlite://", create=True) as archive:
        report = archive.ingest([tmp_path])
        assert [document.outcome for document in report.documents] == ["added", "added", "unchanged"]
        assert archive.document("same.txt").text == "نص أول."


def test_a_converted_file_is_noted(tmp_path: Path) -> None:
    """The report names the encoding that a file was converted from."""
    path = tmp_path / "old.txt"
    path.write_bytes("قال الوزير إن المحادثات ستستأنف الأسبوع المقبل في جنيف.".encode("cp1256"))
    with Retriever.open("sqlite://", create=True) as archive:
        (document,) = archive.ingest([path]).documents
    assert (document.outcome, document.detail) == (IngestOutcome.ADDED, "converted from windows-1256")


def test_a_statement_of_two_outlets_is_shown_once(tmp_path: Path) -> None:
    """Agency copy in several documents is one citation that names the others."""
    text = "أكد الناطق باسم البلدية سامر الحلبي أن الجسر الجديد سيفتح أمام السيارات مطلع الأسبوع المقبل."
    with Retriever.open("sqlite://", create=True) as archive:
        archive.ingest([write_records(tmp_path / "r.jsonl", text, f"{text} وأضاف أن العمل انتهى.", "خبر عن الطقس.")])
        answer = archive.ask("متى يفتح الجسر الجديد أمام السيارات؟")
        assert len(answer.citations) == 1
        assert len(answer.citations[0].also_in) == 1
        assert_verbatim(archive, answer)


def test_a_text_that_the_rules_trip_over_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in reading quotations costs that document its quotations, not its place, nor the others theirs."""
    monkeypatch.setattr("retrieval.quotation.QuotationExtractor.extract", Mock(side_effect=RecursionError))
    with Retriever.open("sqlite://", create=True) as archive:
        assert {document.outcome for document in archive.ingest([CORPUS]).documents} == {IngestOutcome.ADDED}
        assert archive.quotations() == ()
        assert archive.search("النصرة")


def test_an_unreadable_resource_does_not_keep_the_archive_shut(tmp_path: Path) -> None:
    """A morphology database that cannot be read is left out, and the figures say that it is not in use."""
    (tmp_path / "morphology").mkdir()
    (tmp_path / "morphology" / "morphology.sqlite").write_bytes(b"not a database")
    (tmp_path / "morphology" / "VERSION").write_text("broken", encoding="utf-8")
    with Retriever.open("sqlite://", create=True, folder=tmp_path) as archive:
        assert archive.stats().resources["morphology"] is None


@pytest.mark.parametrize(
    "question", ["كم سائقا شارك في احتجاج القاهرة؟", "How many drivers joined the protest in Cairo?"]
)
def test_a_number_counts_what_is_asked_for(tmp_path: Path, question: str) -> None:
    """Where another sentence holds more of the question, the number beside the drivers answers."""
    told = "شارك السائقون في احتجاج بعد 3 أعوام من دخول أوبر إلى القاهرة."
    counted = "وقالت الشرطة في بيان إن 42 سائقا ساروا في احتجاج القاهرة من الميدان الكبير إلى مقر الشركة."
    with Retriever.open("sqlite://", create=True) as archive:
        archive.ingest([write_records(tmp_path / "corpus.jsonl", f"{told} {counted}")])
        assert archive.ask(question).citations[0].text == counted


@pytest.mark.parametrize("name", ["Lavrov", "Sergey Lavrov", "لافروف", "سيرجي لافروف"])
def test_all_statements_of_one_person(retriever: Retriever, name: str) -> None:
    """Any of a person's names lists the same statements, from all documents that quote that person."""
    said = retriever.quotations(speaker=name)
    assert {quotation.speaker for quotation in said} == {"سيرغي لافروف"}
    assert {quotation.document[:3] for quotation in said} == {"001", "004"}
    (document,) = {quotation.document for quotation in said if quotation.document.startswith("004")}
    assert retriever.quotations(document, speaker=name) == tuple(q for q in said if q.document == document)


def test_nobody_of_that_name_is_an_empty_list(retriever: Retriever) -> None:
    """A speaker whom no document quotes has no statements."""
    assert retriever.quotations(speaker="Winston Churchill") == ()
    assert retriever.quotations(speaker="؟") == ()


def test_speakers_are_those_who_are_quoted(retriever: Retriever) -> None:
    """Each is listed with as many statements as the archive gives for that speaker, the most quoted first."""
    speakers = retriever.speakers()
    assert [speaker.quotations for speaker in speakers] == [len(retriever.quotations(speaker=s)) for s in speakers]
    assert {speaker.name for speaker in speakers} >= {"سيرغي لافروف", "جون كيري", "ستيفان دي ميستورا"}
    assert sum(speaker.quotations for speaker in speakers) >= len([q for q in retriever.quotations() if q.speaker])


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Lavrov", ["سيرغي لافروف"]),
        ("سيرجى لافروف", ["سيرغي لافروف"]),
        ("de Mistura", ["ستيفان دي ميستورا"]),
        ("المبعوث الأممي", ["ستيفان دي ميستورا"]),
        ("Winston Churchill", []),
        ("؟", []),
        ("", []),
    ],
)
def test_speakers_are_found_by_name_or_description(retriever: Retriever, name: str, found: list[str]) -> None:
    """In either language, as for `quotations`."""
    assert [speaker.name for speaker in retriever.speakers(name)] == found


def test_a_speaker_is_found_by_number(retriever: Retriever) -> None:
    """And a number that nobody has is an error that names it."""
    first = retriever.speakers()[0]
    assert retriever.speaker(first.id) == first
    with pytest.raises(SpeakerNotFoundError, match="999999"):
        retriever.speaker(999999)


def test_the_nearest_speakers_are_offered(retriever: Retriever) -> None:
    """A misspelt name leads to the right one."""
    assert "سيرغي لافروف" in [speaker.name for speaker in retriever.nearest_speakers("Lavrow")]


def test_one_speaker_in_one_document(retriever: Retriever) -> None:
    """Document and speaker together list what is said by the one in the other."""
    lavrov = retriever.speakers("Lavrov")[0]
    for document in retriever.documents():
        said = retriever.quotations(document.id, speaker=lavrov)
        assert said == tuple(q for q in retriever.quotations(speaker=lavrov) if q.document == document.id)
        assert said == retriever.quotations(document.id, speaker="Lavrov")


def test_a_statement_knows_where_it_stands(retriever: Retriever) -> None:
    """Sentence, passage and date are those of the document, however the statement is asked for."""
    for document in map(retriever.document, (summary.id for summary in retriever.documents())):
        sentences = [sentence.span for sentence in document.sentences]
        for quotation in retriever.quotations(document.id):
            touched = [span for span in sentences if span.overlap(quotation.span)]
            assert quotation.sentence == Span(touched[0].start, touched[-1].end)
            assert quotation.passage is None or quotation.passage.contains(quotation.sentence)
            assert quotation.published == document.published
    placed = {quotation: quotation.sentence for quotation in retriever.quotations()}
    assert len(placed) > 50
    assert all(placed[quotation] == quotation.sentence for quotation in retriever.quotations(speaker="Kerry"))


def test_reading_a_document_anew_replaces_its_statements(tmp_path: Path) -> None:
    """Of a document that changed, the statements and speakers are those of the new text."""
    path = tmp_path / "records.jsonl"
    with Retriever.open("sqlite://", create=True) as archive:
        archive.ingest([write_records(path, "قالت سلمى حداد إن الهدنة صامدة.")])
        report = archive.ingest([write_records(path, "قال جون كيري إن المحادثات ستستأنف قريبا.")])
        assert (report.quotations, report.without_speaker) == (1, 0)
        assert [quotation.speaker for quotation in archive.quotations()] == ["جون كيري"]
        assert [speaker.name for speaker in archive.speakers()] == ["جون كيري"]
        assert archive.speakers("سلمى حداد") == ()


def test_threads_share_an_archive(retriever: Retriever) -> None:
    """Twenty threads that ask at once each get the answer that one alone gets."""
    expected = {question: retriever.ask(question) for question in LAVROV_ON_NUSRA}
    with ThreadPoolExecutor(20) as pool:
        for question, answer in zip(LAVROV_ON_NUSRA * 20, pool.map(retriever.ask, LAVROV_ON_NUSRA * 20), strict=True):
            assert answer == expected[question]


def test_warming_up_loads_what_only_some_answers_need(archive_url: str) -> None:
    """Afterwards no question has to wait for the tokenizer that few texts need, nor for the tables of names."""
    program = f"""
import sys
from retrieval import Retriever
from retrieval.halves import english_names
with Retriever.open({archive_url!r}) as archive:
    assert "camel_tools.tokenizers.word" not in sys.modules
    archive.warm_up()
    assert "camel_tools.tokenizers.word" in sys.modules
    assert english_names.cache_info().currsize == 1
"""
    subprocess.run([sys.executable, "-c", program], check=True, cwd=DATA.parent)


def test_the_language_of_the_answer_is_that_of_the_question(retriever: Retriever) -> None:
    """The words shown around the excerpts follow it."""
    assert [retriever.ask(question).language for question in LAVROV_ON_NUSRA] == [Language.ARABIC, Language.ENGLISH]


WORDS = ["ماذا", "قال", "لافروف", "كيري", "عن", "النصرة", "حلب", "say", "Kerry", "15", "؟"]
ASKED = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
ODD_TEXTS = st.lists(
    st.text(st.sampled_from('قال لفر«»"().،؛: \nاحمد؟!'), min_size=1, max_size=120), min_size=1, max_size=4
)


@settings(max_examples=60, deadline=None)
@given(ASKED | st.text(max_size=60))
def test_every_citation_is_verbatim(retriever: Retriever, question: str) -> None:
    """Whatever is asked, no answer shows a word that does not stand in its document, at the place that it names."""
    assert_verbatim(retriever, retriever.ask(question))


@settings(max_examples=15, deadline=None)
@given(ODD_TEXTS)
def test_any_documents_can_be_asked_about(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    """Documents of odd punctuation are stored, found and cited to the letter."""
    path = tmp_path_factory.mktemp("odd") / "records.jsonl"
    with Retriever.open("sqlite://", create=True) as archive:
        archive.ingest([write_records(path, *texts)])
        for text in texts:
            assert_verbatim(archive, archive.ask(text))
        for quotation in archive.quotations():
            assert archive.document(quotation.document).text[quotation.start : quotation.end] == quotation.text


def test_ids_are_those_of_the_documents_in_their_order(tmp_path: Path) -> None:
    """A number that a reader sees in the list leads to the same document, also after one was removed."""
    with Retriever.open(f"sqlite:///{tmp_path}/a.db", create=True) as archive:
        archive.ingest([CORPUS])
        for _ in range(2):
            assert archive.document_ids() == tuple(summary.id for summary in archive.documents())
            archive.remove([archive.document_ids()[1]])
