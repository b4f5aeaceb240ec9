"""Which errors can a caller not foresee?

RetrievalError
├── StoreError                the archive's database cannot be used
│   ├── StoreMissingError     there is no archive at that URL, and none was asked for
│   ├── StoreLockedError      another process holds the database for too long
│   ├── StoreUnreachableError the database's server is down, or does not answer in time
│   └── StoreFormatError      not an archive of this project, or one of a newer version
├── PassageIndexError         the index of passages cannot be used
│   ├── IndexFormatError      damaged, foreign or of another version: it must be built anew
│   ├── IndexLockedError      somebody else changes it now
│   └── SearchDownError       the search cluster does not answer now; it may later
├── DocumentNotFoundError     no document has that id
├── SpeakerNotFoundError      no speaker has that number
├── FilterError               a filter of a question cannot be read
├── PageError                 a page of quotations cannot be written there
├── SourceError               a path or record cannot be read as a document
│   ├── SourceMissingError    no such file or folder, or a folder without documents
│   ├── EncodingError         the bytes are no text in an encoding that we know
│   ├── EmptySourceError      no readable text in it
│   ├── RecordError           a line of JSON or CSV is not a document
│   └── AddressError          an address of the web cannot be fetched
├── RayError                  no Ray cluster prepares documents there
├── ResourceError             a language resource cannot be installed or read
└── SettingsFileError         the file of settings cannot be read

Every message is one plain sentence that names what is wrong and what to do.
"""

from enum import StrEnum


class RetrievalError(Exception):
    """Base of everything that this package raises on purpose."""


class StoreError(RetrievalError):
    """The archive's database cannot be used."""


class StoreMissingError(StoreError):
    """There is no archive at that URL, and none was asked for."""


class StoreLockedError(StoreError):
    """Another process holds the database for too long."""


class StoreUnreachableError(StoreError):
    """The database's server is down, or does not answer in time."""


class StoreFormatError(StoreError):
    """The database is not an archive of this project, or one of a newer version."""


class PassageIndexError(RetrievalError):
    """The index of passages cannot be used."""


class IndexFormatError(PassageIndexError):
    """The index is damaged, foreign or of another version: it must be built anew."""


class IndexLockedError(PassageIndexError):
    """Somebody else changes the index now: another process, or another thread of this one."""


class SearchDownError(PassageIndexError):
    """The search cluster does not answer, or not in full: nothing is wrong with what was asked, and may work later."""


class DocumentNotFoundError(RetrievalError):
    """No document has that id."""


class SpeakerNotFoundError(RetrievalError):
    """No speaker has that number."""


class FilterFault(StrEnum):
    """What is wrong with a filter."""

    DATE = "date"  # the value is no day, month or year
    ORDER = "order"  # it begins after it ends
    SOURCE = "source"  # no name of an outlet


_FILTER_SENTENCES = {
    FilterFault.DATE: "{name}:{value} is no date; write {name}:2016-07-27, {name}:2016-07 or {name}:2016",
    FilterFault.ORDER: "{name}:{value} leaves no day in between; write the earlier date behind from:",
    FilterFault.SOURCE: "{name}:{value} names no outlet; write a part of its name, as {name}:BBC",
}


class FilterError(RetrievalError):
    """A filter of a question cannot be read: `name` and `value` are what was written on both sides of its colon."""

    def __init__(self, fault: FilterFault, name: str, value: str) -> None:
        super().__init__(_FILTER_SENTENCES[fault].format(name=name, value=value))
        self.fault = fault
        self.name = name
        self.value = value


class PageError(RetrievalError):
    """A page of quotations cannot be written there."""


class SourceError(RetrievalError):
    """A path or record cannot be read as a document."""


class SourceMissingError(SourceError):
    """No such file or folder, or a folder without documents."""


class EncodingError(SourceError):
    """The bytes are no text in an encoding that we know."""


class EmptySourceError(SourceError):
    """The source has no readable text."""


class RecordError(SourceError):
    """A line of JSON or CSV is not a document."""


class AddressError(SourceError):
    """An address of the web cannot be fetched."""


class RayError(RetrievalError):
    """No Ray cluster prepares documents there: none answers, it is not ready, or the library is not installed."""


class ResourceError(RetrievalError):
    """A language resource cannot be installed or read."""


class SettingsFileError(RetrievalError):
    """The file of settings cannot be read."""
