"""What tests of the index share: asserts of the contract tell their values."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.retrieval.index.contract")
