"""What does the archive know of words and speakers? What questions are read by."""

from retrieval.catalogue.catalogue import Catalogue, Changes

__all__ = ["Catalogue", "Changes"]
