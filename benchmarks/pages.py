"""Which library finds the text of a news page best? Words of the article that are found, beside words that are not its.

    python -m benchmarks.pages [--worst]

Pages are the templates in `benchmarks/news_pages`, written by hand after common designs of news sites, with the
articles in `articles.txt`: `[[3]]` is a paragraph of the article, `{{...}}` are further words of it; everything else
is the site's. A page opens with what it states about itself. Title, captions and bylines count neither way.

For each extractor: precision, recall and F1 of the words (means over the pages), the share of paragraphs that are
found word for word on a line of their own, and seconds for all pages. Those that are not installed are left out;
readability-lxml, justext and resiliparse were measured in an environment of their own.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from statistics import mean
from typing import Any

FOLDER = Path(__file__).parent / "news_pages"

_WORD = re.compile(r"\w+")
_TRUTH = re.compile(r"\[\[(\d+)\]\]|\{\{(.*?)\}\}", re.DOTALL)
_NEUTRAL = re.compile(r"<(figcaption|h1)\b.*?</\1>|class=\"(?:byline|sign-off)\"[^>]*>.*?</p>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")

Extractor = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page with the truth about it: paragraphs in order, and words that count neither way."""

    name: str
    html: str
    truth: tuple[str, ...]
    neutral: str
    stated: dict[str, Any]

    @property
    def data(self) -> bytes:
        """The page as a site would send it."""
        return self.html.encode(self.stated.get("encoding", "utf-8"))


def read_pages(folder: Path = FOLDER) -> list[Page]:
    """Fill the templates with their articles."""
    articles = dict(_articles((folder / "articles.txt").read_text(encoding="utf-8")))
    return [_page(path, articles) for path in sorted(folder.glob("*.html"))]


def _articles(text: str) -> Iterator[tuple[str, list[str]]]:
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        head, *paragraphs = filter(None, map(str.strip, part.splitlines()))
        name, _, title = head.partition(" | ")
        yield name, [title, *paragraphs]


def _page(path: Path, articles: dict[str, list[str]]) -> Page:
    comment, _, template = path.read_text(encoding="utf-8").partition("\n")
    stated = json.loads(comment.removeprefix("<!--").removesuffix("-->"))
    article = articles[stated["article"]]
    template = template.replace("[[title]]", article[0])
    _, _, body = template.partition("</head>")  # the JSON of a head may repeat paragraphs
    body = body or template
    truth = tuple(article[int(found[1])] if found[1] else found[2] for found in _TRUTH.finditer(body))
    html = _TRUTH.sub(lambda found: article[int(found[1])] if found[1] else found[2], template)
    neutral = " ".join([article[0], *(_TAG.sub(" ", found[0]) for found in _NEUTRAL.finditer(body))])
    return Page(path.name, html, truth, neutral, stated)


@dataclass(frozen=True, slots=True)
class Score:
    """How well one page was read."""

    precision: float
    recall: float
    exact: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / (self.precision + self.recall or 1)


def score(page: Page, text: str) -> Score:
    """Compare extracted text with the truth about a page."""
    wanted, found = Counter(_WORD.findall(" ".join(page.truth))), Counter(_WORD.findall(text))
    held = (wanted & found).total()
    foreign = (found - wanted - Counter(_WORD.findall(page.neutral))).total()
    lines = {" ".join(line.split()) for line in text.splitlines()}
    exact = sum(paragraph in lines for paragraph in page.truth) / len(page.truth)
    return Score(held / (held + foreign or 1), held / wanted.total(), exact)


def extractors() -> Iterator[tuple[str, Extractor]]:
    """List what is installed."""
    for name, make in (
        ("trafilatura", _trafilatura),
        ("readability-lxml", _readability),
        ("justext", _justext),
        ("resiliparse", _resiliparse),
        ("this project", _ours),
    ):
        try:
            yield from make(name)
        except ImportError:
            print(f"{name}: not installed here")


def _trafilatura(name: str) -> Iterator[tuple[str, Extractor]]:
    library = import_module("trafilatura")
    for label, options in (
        ("", {}),
        (", precision", {"favor_precision": True}),
        (", recall", {"favor_recall": True}),
        (", fast", {"fast": True}),
        (", fast, precision", {"fast": True, "favor_precision": True}),
        (", no tables", {"include_tables": False}),
        (", dedup", {"deduplicate": True}),
    ):

        def extract(html: str, options: dict[str, bool] = options) -> str:
            return library.extract(html, include_comments=False, **options) or ""

        yield name + label, extract


def _readability(name: str) -> Iterator[tuple[str, Extractor]]:
    library, lxml = import_module("readability"), import_module("lxml.html")

    def extract(html: str) -> str:
        root = lxml.document_fromstring(library.Document(html).summary())
        for element in root.iter("p", "div", "br", "li", "h2", "h3", "tr"):
            element.tail = "\n" + (element.tail or "")
        return str(root.text_content())

    yield name, extract


def _justext(name: str) -> Iterator[tuple[str, Extractor]]:
    library = import_module("justext")
    for label, words in (("", frozenset()), (", Arabic stop words", library.get_stoplist("Arabic"))):

        def extract(html: str, words: frozenset[str] = words) -> str:
            low = {"length_low": 40, "length_high": 80} | ({} if words else {"stopwords_low": 0, "stopwords_high": 0})
            found = library.justext(html, words, **low)
            return "\n".join(paragraph.text for paragraph in found if not paragraph.is_boilerplate)

        yield name + label, extract


def _resiliparse(name: str) -> Iterator[tuple[str, Extractor]]:
    library = import_module("resiliparse.extract.html2text")
    yield name, lambda html: library.extract_plain_text(html, main_content=True)


def _ours(name: str) -> Iterator[tuple[str, Extractor]]:
    pages = import_module("retrieval.corpus.pages")
    yield name, lambda html: pages.read_page(html.encode(), "page.html").text


def main(arguments: list[str]) -> None:
    """Print a line an extractor; with --worst the pages that each read worst."""
    pages = read_pages()
    print(f"{len(pages)} pages  {'':18} precision  recall      F1   exact  seconds")
    for name, extract in extractors():
        started = time.perf_counter()
        scores = {page.name: score(page, extract(page.html)) for page in pages}
        seconds = time.perf_counter() - started
        figures = (
            mean(getattr(found, figure) for found in scores.values()) for figure in ("precision", "recall", "f1")
        )
        exact = mean(found.exact for found in scores.values())
        print(f"{name:28} {'   '.join(f'{figure:7.3f}' for figure in figures)} {exact:7.3f} {seconds:8.2f}")
        if "--worst" in arguments:
            for page, found in sorted(scores.items(), key=lambda item: item[1].f1)[:5]:
                print(f"      {page:34} {found.precision:.2f} {found.recall:.2f} exact {found.exact:.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
