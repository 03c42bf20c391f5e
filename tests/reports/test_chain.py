"""Chains of events in words, tables, figures and files: both languages, nothing that the histories do not say."""

import json
import re

import networkx as nx
import numpy as np
import pytest
from cogov.core.text import Text
from cogov.experiments.chains.history import Chain, Effect, Parting, World, unit_of
from cogov.experiments.chains.recorder import OF_PLACE, STATES, Happening
from cogov.experiments.chains.subject import Subject
from cogov.experiments.chains.trace import tell_chain
from cogov.model.counterfactual import Cause
from cogov.model.population.from_graph import given_from_graph
from cogov.model.quantities.indicators import MAIN
from cogov.reports.chains.chain import Told, why_one
from cogov.reports.chains.chain_text import sentences
from cogov.reports.chains.chain_words import (
    COUNTS,
    GROUPS,
    KINDS,
    cause_words,
    kind_words,
    outcome,
    words,
    world_titles,
)
from cogov.reports.format.style import image
from cogov.runs.intervals import Interval
from cogov.runs.settings import Setting
from cogov.scenarios import load

HAN = re.compile("[\u4e00-\u9fff]")


def world(scenario, level, happenings, causes=()):
    states = np.full((20, 7), 0.5)
    states[:, 0] = level
    return World(scenario, causes, tuple(happenings), STATES["resident"], states, np.zeros((20, 1)), {}, (), None)  # type: ignore[arg-type]


def told(levels=(0.4, 0.6), parting=None, effects=(), replicates=1, untold=()):
    setting = Setting((load("top_down"), load("co_governance")), 20, 1)
    subject = Subject("resident", 7, 0, 0, "7", Text("resident 7", "居民 7"))
    worlds = tuple(
        world(k, level, [Happening(3, "problem", "", 4.0), Happening(5, ("abandoned", "resolved")[k], "problem", 2.0)])
        for k, level in enumerate(levels)
    )
    return Chain(
        setting,
        subject,
        0,
        replicates,
        worlds,
        parting or Parting(2, 3, 5, ((worlds[0].happenings[1],), (worlds[1].happenings[1],))),
        tuple(effects),
        tuple(untold),
    )


def effect(cause, scenario, by, without, **more):
    names = ("satisfaction",)
    return Effect((cause,), scenario, dict.fromkeys(names, without), dict.fromkeys(names, by), Parting(2, 4, 5), more)


POST = Cause("social_worker", 2)


@pytest.mark.parametrize("what", KINDS)
def test_every_kind_has_words_in_both_languages(what):
    text = words(Happening(3, what, "5", 2.0))
    for language in ("en", "zh"):
        assert "{" not in text[language]
        assert "  " not in text[language]
    assert HAN.search(text.zh)
    assert not HAN.search(text.en)
    label = kind_words(what)
    assert HAN.search(label.zh)
    assert "{" not in label.en + label.zh
    assert KINDS[what].group in GROUPS


def test_all_that_is_watched_has_words():
    assert set(OF_PLACE) <= set(KINDS)
    for name in {*STATES["resident"], *STATES["organization"], *MAIN, *COUNTS}:
        assert HAN.search(outcome(name).zh)


def test_units():
    assert [unit_of(name) for name in ("members", "funds", "satisfaction", "escalated", "trust_organizations")] == [
        "residents",
        "yuan",
        "share",
        "count",
        "share",
    ]


def test_short_spans_read_well():
    assert words(Happening(3, "resolved", "problem", 0.0)).en == "the problem resolved in the same week"
    assert words(Happening(3, "resolved", "dispute", 1.0)).en == "the dispute resolved after 1 week"
    assert words(Happening(3, "abandoned", "problem", 11.0)).zh == "该问题在 11 周后被放弃"
    assert words(Happening(3, "known", "online")).en == "the problem became known: online"


@pytest.mark.parametrize(
    ("cause", "en", "zh"),
    [
        (POST, "the social worker in post 2", "岗位 2 的社工"), (Cause("rule", 5), "the mandate of element 5", "全区对规则要素 5 的强制推行"),
        (Cause("rule", 5, 3), "the mandate of element 5 in community 3", "社区 3 对规则要素 5 的强制推行"), (Cause("organization", 4), "organisation 4", "社会组织 4"),
        (Cause("organization", 3, None, 9), "the organisation founded in community 3 in week 9", "第 9 周在社区 3 成立的社会组织"),
    ],
)  # fmt: skip
def test_causes_in_words(cause, en, zh):
    assert (cause_words(cause).en, cause_words(cause).zh) == (en, zh)


def test_sentences_say_what_the_numbers_say():
    said = sentences(told(effects=[effect(POST, 1, 0.15, 0.45)], untold=["rule:3@community:0"]))
    en = " ".join(one.en for one in said)
    assert (
        "satisfaction over the last 20 weeks is 0.400 under Top-level design and 0.600 under Co-governance (+0.200)"
        in en
    )
    assert "the same before week 2" in en
    assert (
        "It reaches this resident in week 3. The first event that differs is in week 5, only under Top-level design: the problem given up after 2 weeks; only under"
        in en
    )
    assert (
        "Co-governance: without the social worker in post 2, satisfaction would have been 0.450 instead of 0.600: it contributed +0.150 in this history"
        in en
    )
    assert "in both worlds, the difference in satisfaction is +0.050 instead of +0.200" in en
    assert "rule:3@community:0" in en
    assert "exact for its random numbers" in en
    assert all(HAN.search(one.zh) for one in said)


def test_nothing_is_claimed_that_is_not_there():
    said = " ".join(one.en for one in sentences(told((0.5, 0.5), Parting(None, None, None))))
    assert "never part" in said
    assert "reaches" not in said
    said = " ".join(one.en for one in sentences(told((0.5, 0.5), Parting(4, None, None))))
    assert "never reaches this resident" in said
    said = " ".join(one.en for one in sentences(told((0.5, 0.6), Parting(4, 6, None))))
    assert "what happens to this resident stays the same" in said
    said = " ".join(one.en for one in sentences(told(effects=[effect(POST, 1, 0.0, 0.6)])))
    assert "change nothing of satisfaction: the social worker in post 2" in said
    assert "contributed" not in said
    gone = told((float("nan"), 0.6))
    assert "is not there over the last 20 weeks under Top-level design" in sentences(gone)[0].en


@pytest.mark.parametrize(("low", "words_"), [(0.02, "clear of zero"), (-0.02, "not clearly different from zero")])
def test_intervals_are_told(low, words_):
    band = Interval(0.1, low, 0.2 - low, 5)
    said = " ".join(
        one.en for one in sentences(told(effects=[effect(POST, 1, 0.15, 0.45, satisfaction=band)], replicates=5))
    )
    assert "Over 5 replicates: +0.1" in said
    assert words_ in said


@pytest.fixture(scope="module")
def real():
    return why_one(
        "top_down",
        "co_governance",
        resident=5,
        weeks=16,
        residents=120,
        communities=2,
        environment={"elements": 6, "complexity": 2},
        workers=1,
    )


def test_tables(real):
    table = real.table().set_index("outcome")
    assert list(table.columns) == ["label_en", "label_zh", "unit", "top_down", "co_governance", "difference"]
    np.testing.assert_allclose(table["difference"], table["co_governance"] - table["top_down"])
    events = real.events()
    both = events[~events["only_here"]]
    counts = both["world"].value_counts()
    assert counts.empty or counts["top_down"] == counts["co_governance"]
    states = real.states()
    last = states[states["world"] == "top_down"]["satisfaction"].mean()
    assert table.loc["satisfaction", "top_down"] == pytest.approx(last)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_figures_are_drawn_and_the_same_each_time(real, language):
    first, second = (image(real.plot(language), "svg") for _ in range(2))
    assert first == second
    figure = real.plot(language)
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert titles[1:] == [title[language] for title in world_titles(real.chain)]


def test_one_world_and_an_organisation_can_be_drawn():
    alone = why_one(
        "co_governance",
        organization=1,
        weeks=14,
        residents=120,
        communities=2,
        environment={"elements": 6, "complexity": 2},
        workers=1,
    )
    assert len(alone.plot().axes) == 2
    assert list(alone.table().columns)[-1] == "co_governance"
    assert "organisation 1" in alone.sentences()[0].lower()
    assert image(alone.plot("zh"), "png")[:4] == b"\x89PNG"


def test_nobody_real_is_told_of():
    graph = nx.path_graph(40)
    nx.set_node_attributes(graph, "a", "community")
    own = why_one(
        "co_governance",
        resident=5,
        weeks=14,
        population=given_from_graph(graph),
        workers=1,
        without=["social_worker:0"],
    )
    assert "no record of the person in the data" in own.sentences()[-1]
    assert "真实记录" in own.sentences("zh")[-1]


def test_files(real):
    files = real.files()
    manifest = json.loads(files["manifest.json"])
    assert set(manifest["files"]) == set(files) - {"manifest.json"}
    assert (
        manifest["command"]
        == "cogov trace top_down co_governance --resident 5 --replicates 1 --weeks 16 --seed 1 --residents 120 --communities 2 --set elements=6 --set complexity=2"
    )
    assert manifest["kind"] == "chain"
    summary = json.loads(files["summary.json"])
    assert summary["parting"]["district"] == real.chain.parting.district
    assert [one["zh"] for one in summary["sentences"]] == real.sentences("zh")
    assert (
        Told(tell_chain(real.chain.setting, resident="5", workers=1)).files(pictures=False)["states.csv"]
        == files["states.csv"]
    )
