"""Sizes by name, and what of a district is to scale."""

import pytest
from cogov.cli.support.size_option import NAMES
from cogov.core.quantity import QuantityError
from cogov.evidence.design_points import Size
from cogov.evidence.hypotheses.gather import FULL, QUICK, choose, gather, to_scale
from cogov.evidence.hypotheses.judge import HYPOTHESES
from cogov.model.quantities.environment import ENVIRONMENT
from cogov.runs.scale import GRID_RESIDENTS, POOLED_GRIDS, SCALES, named, shortfall


def place(residents, communities, grids):
    return {"residents": residents, "communities": communities, "grids": grids}


def test_the_command_line_has_them_all():
    assert tuple(SCALES) == NAMES
    for scale in SCALES.values():
        assert ENVIRONMENT.check(scale.values) == scale.values


@pytest.mark.parametrize(
    ("residents", "communities", "grids", "queues", "pooling"),
    [
        (33_600, 8, 4, True, True),
        (8_000, 8, 1, True, False),
        (7_992, 8, 1, False, False),
        (16_800, 8, 2, True, False),
        (4_000, 1, 4, True, True),
        (3_996, 1, 4, False, False),
        (3_200, 8, 2, False, False),
        (100_000, 8, 3, True, False),
        (100_000, 8, 40, False, False),
    ],
)
def test_what_is_to_scale(residents, communities, grids, queues, pooling):
    of = place(residents, communities, grids)
    assert (shortfall(of, pooling=False) is None, shortfall(of) is None) == (queues, pooling)


def test_messages_name_the_size_and_the_way_out():
    words = shortfall(SCALES["quick"].values)
    for part in ("pooling is not to scale", "8 communities", "1 grid of 1,050", "--size full"):
        assert part in words.en
    assert "资源整合" in words.zh
    assert "--size full" in words.zh
    assert "queues and pooling" in shortfall(place(3200, 8, 2)).en
    assert "2 grids of 200" in shortfall(place(3200, 8, 2), pooling=False).en
    assert (GRID_RESIDENTS, POOLED_GRIDS) == (1000, 4)


def test_unknown_names():
    assert named("full").residents == 33_600
    with pytest.raises(QuantityError, match=r"'fulll'.*quick, full.*did you mean 'full'"):
        named("fulll")


def test_h4_is_refused_where_pooling_is_not_to_scale():
    """Named, it is refused; with all the others it is left out; at full size and without a name all can be tried."""
    quick, full = QUICK.of_scale("quick"), QUICK.of_scale("full")
    assert [one.number for one in HYPOTHESES.values() if one.pools] == ["H4"]
    with pytest.raises(QuantityError, match="H4 cannot be tried with --size quick: pooling is not to scale") as refused:
        to_scale(["H1", "H4"], quick, True)
    assert "不能检验 H4" in refused.value.text.zh
    with pytest.raises(QuantityError, match="H4"):
        gather(["h4"], effort=quick)
    assert to_scale(choose([]), quick, False) == [name for name in HYPOTHESES if name != "H4"]
    for effort in (full, QUICK, FULL):
        assert to_scale(["H4"], effort, True) == ["H4"]


def test_a_named_size_is_the_size_of_every_district():
    effort = FULL.of_scale("full")
    for name, size in effort.sizes.items():
        assert (size.residents, size.communities, dict(size.values)["grids"]) == (33_600, 8, 4)
        assert (size.weeks, size.share) == (FULL.sizes[name].weeks, FULL.sizes[name].share)
    assert effort.map_size == FULL.map_size
    assert isinstance(effort.sizes["default"], Size)
