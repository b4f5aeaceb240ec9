"""What does a document look like with its quotations marked? A page that needs nothing else: HTML for any browser."""

from retrieval.page.file import write_page
from retrieval.page.page import page

__all__ = ["page", "write_page"]
