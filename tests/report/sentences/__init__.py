"""Every sentence of the report, proved by cases: a district in which it appears, and one in which it must change."""

import pytest

pytest.register_assert_rewrite("tests.report.sentences.scene")
