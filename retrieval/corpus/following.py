"""What is new in a feed? Each entry as a document: with the article that the feed has, else that of its page.

What was read is not fetched again: within a run by what the feed says of an entry, after a restart by what the archive
has of it. So nothing is lost, whenever the reading is stopped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from retrieval.corpus.addresses import check_address, readable, without_password
from retrieval.corpus.feeds import Entry, looks_like_feed, parse_feed, teaser_sentence
from retrieval.corpus.pages import decode_page, looks_like_page, read_page
from retrieval.corpus.reading import Reading, Refusal
from retrieval.corpus.web import FetchError, Web
from retrieval.errors import EmptySourceError, SourceError
from retrieval.model import Certainty, Document, DocumentId, RawDocument

if TYPE_CHECKING:
    from retrieval.corpus.web import Fetched, Validators

_HEAD = 8192


class Follower:
    """Read addresses, and remember what was read.

    Args:
        known: Gives the documents that there are already; None: there are none.
        web: What fetches; None: one with the usual limits.
    """

    def __init__(self, known: Callable[[DocumentId], Document | None] | None = None, web: Web | None = None) -> None:
        self._known = known or (lambda _: None)
        self._web = web or Web()
        self._validators: dict[str, Validators] = {}
        self._unread: dict[str, list[Entry]] = {}
        self._seen: dict[DocumentId, bytes] = {}
        self.waits: dict[str, float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._web.__exit__(kind, error, trace)

    def read(self, url: str) -> Reading:
        """Read what is new at an address: the entries of a feed, or the article of a page.

        A refusal by the name of the address itself says that it could not be read as a whole; `waits` has how many
        seconds its server asked to wait, if it did.
        """
        name = without_password(url)
        self.waits.pop(url, None)
        try:
            fetched = self._web.fetch(url, self._validators.get(url))
            entries = self._entries(fetched, name) if fetched else self._unread.get(url, [])
            if entries is None and fetched is not None:
                yield _page(fetched, readable(url))
                entries = []
        except SourceError as error:
            if isinstance(error, FetchError) and error.after_s is not None:
                self.waits[url] = error.after_s
            yield Refusal(name, error)
            return
        yield from self._read_entries(url, entries or [])
        if fetched is not None:
            self._validators[url] = fetched.validators

    def _entries(self, fetched: Fetched, name: str) -> list[Entry] | None:
        """Read the entries of a feed; None where it is a page."""
        head = decode_page(fetched.data, name, charset=fetched.charset)[:_HEAD].lstrip("\ufeff")
        if not looks_like_feed(head):
            return None
        host = urlsplit(fetched.url).hostname or ""
        return list(parse_feed(fetched.data, name, host=host, charset=fetched.charset))

    def _read_entries(self, url: str, entries: list[Entry]) -> Reading:
        """Read the entries that are new or changed; those whose page could not be read wait for the next time."""
        unread: list[Entry] = []
        silent: set[str] = set()
        for entry in entries:
            if self._seen.get(entry.id) == entry.digest:
                continue
            found = self._document(entry, silent)
            if isinstance(found, Refusal) and isinstance(found.error, FetchError) and not found.error.is_lasting:
                unread.append(entry)
            else:
                self._seen[entry.id] = entry.digest
            yield found
        self._unread[url] = unread

    def _document(self, entry: Entry, silent: set[str]) -> RawDocument | Refusal:
        """Make the document of an entry.

        Args:
            entry: What the feed says.
            silent: The hosts that did not answer this time, which are not asked again.
        """
        held = self._known(entry.id)
        if entry.content:
            document = entry.document(entry.content)
            # Another feed of the same site may have brought it under that feed's own name.
            return replace(document, source=held.source) if held and held.text == entry.content else document
        if held and entry.title in {None, held.title} and entry.id not in self._seen:
            return _as_held(held)
        try:
            return self._article(entry, silent)
        except FetchError as error:
            if not error.is_lasting:
                return Refusal(entry.id, error)
            return entry.from_summary() or Refusal(entry.id, error)
        except SourceError as error:
            return entry.from_summary() or Refusal(entry.id, error)

    def _article(self, entry: Entry, silent: set[str]) -> RawDocument:
        """Fetch the article of an entry's page; what the feed says of it goes before what the page says.

        Raises:
            FetchError: The page could not be fetched.
            EmptySourceError: There is no page, or no article in it.
            EncodingError: The page is no text.
        """
        if entry.url is None:
            raise EmptySourceError(teaser_sentence(entry))
        check_address(entry.url)
        host = urlsplit(entry.url).hostname or ""
        if host in silent:
            raise FetchError(f"{entry.url} was not asked for, as {host} does not answer: try again later.")
        try:
            if not self._web.may_fetch(entry.url):
                raise FetchError(f"{entry.url} is not for programs, says its site: read it there.", is_lasting=True)
            fetched = self._web.fetch(entry.url)
        except FetchError as error:
            if error.is_of_host:
                silent.add(host)
            raise
        if fetched is None:
            raise EmptySourceError(teaser_sentence(entry))
        page = _page(fetched, entry.id)
        text = page.text if len(page.text) >= len(entry.summary or "") else ""
        if not text:
            raise EmptySourceError(f"{entry.url} shows less than the feed says of it: read it there.")
        document = entry.document(text)
        return replace(
            document,
            title=document.title or page.title,
            published=document.published or page.published,
            author=document.author or page.author,
            source=document.source or page.source,
        )


def _page(fetched: Fetched, name: str) -> RawDocument:
    text = decode_page(fetched.data, name, charset=fetched.charset)
    if "html" not in fetched.kind and not looks_like_page(text):
        raise EmptySourceError(f"{name} is neither a feed nor a page: fetch it as a file, and give the file.")
    return read_page(fetched.data, name, charset=fetched.charset, url=without_password(fetched.url))


def _as_held(held: Document) -> RawDocument:
    """Give a document as it was when it was read, so that it is found unchanged."""
    published = held.published
    is_field = published is not None and published.evidence is None and published.certainty is Certainty.STATED
    stated = published.isoformat() if published and is_field else None
    return RawDocument(held.id, held.text, held.title, held.url, held.source, stated, held.author)
