"""How is an address fetched? Politely, within limits of time, size and redirects; a failure is one sentence."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote, urlsplit, urlunsplit

from retrieval.corpus.addresses import check_address, without_password
from retrieval.errors import AddressError

if TYPE_CHECKING:
    from urllib.robotparser import RobotFileParser

    import httpx

USER_AGENT = "Isnad/0.1 (reads news feeds for a personal archive)"
_ROBOT = "Isnad"

MAX_FETCHED = 16 * 1024 * 1024
_MAX_ROBOTS = 512 * 1024
_MAX_REDIRECTS = 5
_GONE = frozenset({400, 401, 403, 404, 405, 406, 410, 414, 451})  # asking again soon would be answered the same


class FetchError(AddressError):
    """An address could not be fetched.

    `is_lasting` where it would be the same soon, `is_of_host` where it would be the same for other addresses of the
    host; `after_s` is how long the server asks to wait, if it does.
    """

    def __init__(
        self, sentence: str, *, is_lasting: bool = False, is_of_host: bool = False, after_s: float | None = None
    ) -> None:
        super().__init__(sentence)
        self.is_lasting = is_lasting
        self.is_of_host = is_of_host
        self.after_s = after_s


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to wait, in seconds: for a server's next sign of life, for all of an answer, between two requests."""

    silence_s: float = 20.0
    answer_s: float = 90.0
    pause_s: float = 1.0


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server told of an answer, so that it can be asked whether there is a newer one."""

    etag: str | None
    modified: str | None


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: where it came from in the end, its bytes, and the kind and encoding that it was sent with."""

    url: str
    data: bytes
    kind: str
    charset: str | None
    validators: Validators


class Web:
    """Fetch addresses, one after the other, with a pause between two requests to one host."""

    def __init__(self, limits: Limits | None = None, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._limits = limits or Limits()
        self._sleep = sleep
        self._asked: dict[str, float] = {}
        self._robots: dict[str, RobotFileParser] = {}
        self._client: httpx.Client | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def fetch(self, url: str, validators: Validators | None = None) -> Fetched | None:
        """Fetch an address, following redirects.

        Args:
            url: An address of http or https.
            validators: Those of the answer that is there already.

        Returns:
            The answer; None where that one is still the newest.

        Raises:
            AddressError: It is no address that can be fetched.
            FetchError: It could not be fetched.
        """
        check_address(url)
        headers = {}
        if validators is not None and validators.etag:
            headers["If-None-Match"] = validators.etag
        if validators is not None and validators.modified:
            headers["If-Modified-Since"] = validators.modified
        return self._fetch(url, headers, MAX_FETCHED)

    def may_fetch(self, url: str) -> bool:
        """Tell whether a site lets programs fetch an address that nobody asked for by itself.

        Raises:
            FetchError: The site could not be asked.
        """
        from urllib.robotparser import RobotFileParser  # noqa: PLC0415 - it brings all of urllib's own client

        check_address(url)
        site = urlunsplit((*urlsplit(url)[:2], "/robots.txt", "", ""))
        if site not in self._robots:
            rules = RobotFileParser()
            try:
                answer = self._fetch(site, {}, _MAX_ROBOTS)
                rules.parse(answer.data.decode("utf-8", "replace").splitlines() if answer else [])
            except FetchError as error:
                if not error.is_lasting:
                    raise
                rules.parse([])  # no rules, or none for us to see
            self._robots[site] = rules
        return self._robots[site].can_fetch(_ROBOT, url)

    def _fetch(self, url: str, headers: dict[str, str], limit: int) -> Fetched | None:
        import httpx  # noqa: PLC0415 - only those who read addresses wait for it

        name = without_password(url)
        try:
            self._pause(httpx.URL(url).host)
            # The client logs addresses, which must not hold passwords then.
            with self._opened().stream("GET", name, headers=headers, auth=_password(url)) as response:
                if response.status_code == httpx.codes.NOT_MODIFIED:
                    return None
                if not response.is_success:
                    raise _refused(name, response)
                data = self._read(response, name, limit)
        except httpx.TimeoutException as error:
            raise FetchError(f"{name} does not answer in time: try again later.", is_of_host=True) from error
        except httpx.TooManyRedirects as error:
            raise FetchError(f"{name} leads from one address to the next: check it.", is_lasting=True) from error
        except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
            raise FetchError(f"{name} leads to what is no address of the web: check it.", is_lasting=True) from error
        except httpx.DecodingError as error:
            raise FetchError(f"{name} sends a damaged answer: try again later.") from error
        except httpx.HTTPError as error:
            sentence = f"{name} cannot be reached ({_reason(error)}): check the address, or try later."
            raise FetchError(sentence, is_of_host=True) from error
        validators = Validators(response.headers.get("ETag"), response.headers.get("Last-Modified"))
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return Fetched(str(response.url), data, kind, response.charset_encoding, validators)

    def _read(self, response: httpx.Response, name: str, limit: int) -> bytes:
        """Read an answer piece by piece, so that neither its length nor its slowness has no end."""
        deadline = time.monotonic() + self._limits.answer_s
        pieces, length = [], 0
        for piece in response.iter_bytes():
            pieces.append(piece)
            length += len(piece)
            if length > limit:
                raise FetchError(f"{name} is longer than {limit // 1024**2 or 1} MB: it is not read.", is_lasting=True)
            if time.monotonic() > deadline:
                raise FetchError(f"{name} is too slow: try again later.", is_of_host=True)
        return b"".join(pieces)

    def _pause(self, host: str) -> None:
        wait = self._asked.get(host, -self._limits.pause_s) + self._limits.pause_s - time.monotonic()
        if wait > 0:
            self._sleep(wait)
        self._asked[host] = time.monotonic()

    def _opened(self) -> httpx.Client:
        if self._client is None:
            import httpx  # noqa: PLC0415

            self._client = httpx.Client(
                headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate"},
                timeout=self._limits.silence_s,
                follow_redirects=True,
                max_redirects=_MAX_REDIRECTS,
            )
        return self._client


def _password(url: str) -> tuple[str, str] | None:
    """Take the user name and password out of an address; None where it has none."""
    parts = urlsplit(url)
    return (unquote(parts.username), unquote(parts.password or "")) if parts.username else None


def _refused(name: str, response: httpx.Response) -> FetchError:
    status = f"{response.status_code} {response.reason_phrase}".strip()
    if response.status_code in _GONE:
        return FetchError(f"{name} answers {status}: check the address.", is_lasting=True)
    after = response.headers.get("Retry-After", "")
    after_s = float(after) if after.isascii() and after.isdecimal() and len(after) < 7 else None
    is_busy = response.status_code in {429, 503}
    return FetchError(f"{name} answers {status}: try again later.", is_of_host=is_busy, after_s=after_s)


def _reason(error: Exception) -> str:
    """Give the system's words for what went wrong, on one line and not too many."""
    return " ".join(str(error).split())[:100] or type(error).__name__
