"""Files made wrong are refused with one clear error, or read rightly: a few of every kind (all of them: `python -m`)."""

import pytest
from cogov.tools.fuzz.kinds import KINDS, build, tried

EACH = 14


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return build(tmp_path_factory.mktemp("whole"))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name.replace(" ", "-"))
def test_wrong_files_are_refused_or_read_rightly(kind, whole, tmp_path):
    found = [tried(kind, whole, tmp_path, number) for number in range(EACH)]
    assert [why for taken, why in found if taken == "unexpected"] == []
    assert any(taken in ("refused", "found") for taken, _ in found)
