"""What commands refuse and what fails is said in Chinese where that is asked for, from the same declaration as the English."""

import os
import pickle
import re

import pytest
from cogov.cli.support.errors import problem_of
from cogov.core.quantity import QuantityError
from cogov.core.text import Text, text_of
from cogov.experiments.comparison.paired_run import run_name
from cogov.model.cases.records import first_monday
from cogov.model.counterfactual import Known, read_cause
from cogov.model.model import CommunityModel
from cogov.model.quantities.parameters import declared
from cogov.model.runtime.seeds import whole_seed
from cogov.runs.settings import RunFailed, Setting, SettingError, failed
from cogov.runs.workers.limits import TooLong
from cogov.scenarios import load
from cogov.studies import StudyError

SMALL = ("--residents", "60", "--communities", "2", "--weeks", "2", "--quiet")


@pytest.mark.parametrize(
    ("words", "en", "zh"),
    [
        (("compare", "top_down", "top_down"), "is named twice", "出现两次"),
        (("compare", "--residents", "2", "--communities", "4"), "cannot fill", "不足以分到"),
        (("compare", "--futures", "2", "--over", "similarity=1"), "is not written as", "写法有误"),
        (("compare", "--futures", "2", "--over", "pooling"), "is a lever", "杠杆"),
        (
            ("run", "status_quo", *SMALL, "--checkpoint", "x", "--checkpoint-at", "9"),
            "is not possible",
            "无法在第 9 周",
        ),
        (("why", "status_quo", "status_quo", *SMALL), "is compared with itself", "与自身比较"),
        (("why", "status_quo", "top_down", "--indicator", "satisfactio", *SMALL), "did you mean", "是否指"),
        (("trace", "status_quo", "--resident", "1", "--community", "1", *SMALL), "one at a time", "一次只能"),
        (("study", "status", "nowhere"), "is not the folder of a study", "不是研究的文件夹"),
        (("analyse", "nowhere"), "is not the folder of a study", "不是研究的文件夹"),
        (
            ("run", "top_dwn"),
            "unknown scenario 'top_dwn'; did you mean 'top_down'?",
            "没有方案 'top_dwn'；是否指“top_down”？",
        ),
        (("run", "nowhere.yaml"), "there is no such file", "文件不存在"),
        (("run", "status_quo", "--set", "poling=1"), "did you mean 'pooling'?", "没有名为 'poling' 的杠杆"),
        (("run", "status_quo", "--set", "pooling=7"), "from 0 to 1 (share of hours)", "超出范围：0 至 1（工时占比）"),
        (("compare", "--precision", "satisfacton=0.1"), "unknown indicator", "没有指标"),
        (("trace", "status_quo", "--resident", "xyz"), "there is none of this name", "没有这个名称"),
        (("trace", "status_quo", "--community", "99"), "the nearest is 7", "最近的是 7"),
        (("trace", "status_quo", "--without", "rules:5"), "is no cause", "不是可以去除的原因"),
        (("why", "status_quo", "top_down", "--group", "a=x,y", *SMALL), "unknown lever 'x'", "没有杠杆 'x'"),
        (("replay", "nowhere"), "cannot be read", "无法读取"),
        (("reproduce", "bakr"), "did you mean 'baker'?", "是否指“baker”？"),
        (("hypotheses", "H99"), "unknown hypothesis", "没有假设"),
        (("assumptions", "nothing"), "is not an assumed quantity", "不是可以改变的假定值"),
    ],
)
def test_what_is_refused(cogov, tmp_path, monkeypatch, words, en, zh):
    monkeypatch.chdir(tmp_path)
    english, chinese = cogov(*words), cogov(*words, "--lang", "zh")
    assert english.code == chinese.code == 2
    assert en in english.err
    assert zh in chinese.err
    assert not re.search(r"[一-鿿]", english.err)


FILES = {
    "scenario": (
        "title: {en: x, zh: x}\nlevers: {poling: 1, pooling: 7, evaluation: x}\nclaims: [C99]\nwrong: 1\nextends: status_qo\n"
        "changes:\n  - {levers: {}}\n  - {week: -1, levers: {pooling: 0.1}}\nreasons: {pooling: nothing}\n",
        ("scenarios", "check", "scenario.yaml"),
        8,
    ),
    "study": (
        "scenarios: [status_quo, status_quo, top_dwn]\nfactors:\n  pooling: {low: 1, high: 0}\n  poling: [0]\n  evaluation: []\n"
        "design: {method: sobl}\nreplicates: 0\nrecord: [all]\nindicators: [trst]\nunknown: 1\nresidents: x\n",
        ("sweep", "study.yaml"),
        10,
    ),
    "targets": (
        "scenario: status_qo\nfree: {pooling: {low: 2, high: 3}}\nprior: 0\ntargets:\n  - {indicator: trst, value: 1}\n"
        "  - {indicator: satisfaction, value: 70, tolerance: 1}\n  - {indicator: satisfaction, value: 0.7, tolerance: -1}\n"
        "  - {indicator: satisfaction, value: 0.7, tolerance: 1, when: never}\n",
        ("calibrate", "targets.yaml"),
        6,
    ),
}


@pytest.mark.parametrize("kind", FILES)
def test_faults_of_a_file_are_chinese_line_by_line(cogov, tmp_path, monkeypatch, kind):
    monkeypatch.chdir(tmp_path)
    text, words, fewest = FILES[kind]
    (tmp_path / f"{kind}.yaml").write_text(text, encoding="utf-8")
    english, chinese = cogov(*words), cogov(*words, "--lang", "zh")
    assert english.code == chinese.code == 2
    assert len(english.err.splitlines()) == len(chinese.err.splitlines()) >= fewest
    for line in chinese.err.splitlines():
        assert re.search(r"[一-鿿]", line), line
        assert not re.search(r"\b(is|are|not|the|of|missing|allowed|needs?|write)\b", line), line


@pytest.mark.parametrize(
    ("make", "zh"),
    [
        (lambda: declared("poling"), "没有名为 'poling' 的杠杆、环境参数或常量；是否指“pooling”？"),
        (
            lambda: read_cause("rules:5"),
            "--without：'rules:5' 不是可以去除的原因；是否指“rule”？：请写作 organization:NUMBER",
        ),
        (
            lambda: Known((1, 1), 12, 4).check(read_cause("rule:99")),
            "没有编号 99：规则要素的编号为 0 至 11；最近的是 11",
        ),
        (
            lambda: Known((1, 1), 12, 4).check(read_cause("organization:9")),
            "初始社会组织的编号为 0 至 1；最近的是 1；后来成立的",
        ),
        (lambda: Known((1, 1), 12, 4).check(read_cause("organization:0/0")), "第 0 周没有社会组织成立"),
        (lambda: whole_seed(-1), "seed = -1 不是种子：须为不小于 0 的整数，大小不限"),
        (
            lambda: first_monday("2025-01-07"),
            "start = 2025-01-07 不是星期一，而每周从星期一开始；此前的星期一是 2025-01-06",
        ),
        (lambda: first_monday("x"), "start = 'x' 不是日期：请写作 "),
        (lambda: CommunityModel.restore("nowhere.zip"), "nowhere.zip：无法读取：文件或文件夹不存在"),
        (lambda: CommunityModel.restore(__file__), "test_errors_in_chinese.py：不是 cogov 的检查点，或不完整"),
    ],
)
def test_what_the_model_refuses_is_put_into_chinese(make, zh):
    with pytest.raises(QuantityError) as caught:
        make()
    problem = problem_of(caught.value, "zh")
    assert problem is not None
    assert zh in problem.message
    assert problem_of(caught.value, "en").message == str(caught.value)


def test_a_subject_is_checked_before_a_model_is_built(cogov, monkeypatch):
    monkeypatch.setattr("cogov.experiments.chains.trace.make_model", None)
    assert cogov("trace", "status_quo", "--resident", "xyz").code == 2


def test_a_cache_that_cannot_be_made_keeps_nothing(cogov, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    words = ("compare", *SMALL, "--out", str(tmp_path / "out"), "--keep", str(tmp_path / "file" / "kept"))
    assert "nothing was written" in cogov(*words).err
    assert "没有写入任何文件" in cogov(*words, "--lang", "zh").err


def test_runs_that_fail_are_named_in_both():
    setting = Setting((load("status_quo"),), 2, 1, 60, 2)
    error = failed(run_name(setting, (0, 1)), TooLong(3))
    assert str(error) == error.text.en
    assert re.fullmatch(r"run 'status_quo', replicate 1 \(model seed \d+\) failed: it took longer .*", error.text.en)
    assert re.fullmatch(
        r"运行 'status_quo'，第 1 次重复（模型种子 \d+） 失败：超过每次运行 3 秒的时限.*", error.text.zh
    )
    assert text_of(pickle.loads(pickle.dumps(error))) == error.text
    assert failed("x", ZeroDivisionError("y")).text == Text(
        "x failed: ZeroDivisionError: y", "x 失败：ZeroDivisionError: y"
    )


@pytest.mark.parametrize("kind", [SettingError, StudyError, RunFailed])
def test_both_languages_come_through_a_pipe(kind):
    error = kind(Text("en", "中文"))
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert (str(again), again.text) == ("en", Text("en", "中文"))
    assert kind("bare").text == Text("bare", "bare")


def test_faults_of_a_study_are_one_a_line():
    error = StudyError([Text("one", "一"), "two"])
    assert error.faults == ("one", "two")
    assert error.text == Text("one\ntwo", "一\ntwo")


def leaves(command, path=()):
    """Every command that has none below it, with the words that call it."""
    import click

    if not isinstance(command, click.Group):
        return [path]
    context = click.Context(command)
    below = ((name, command.get_command(context, name)) for name in command.list_commands(context))
    return [found for name, one in below for found in leaves(one, (*path, name))]


def test_a_refused_command_line_leaves_no_language_behind(cogov, monkeypatch):
    from cogov.cli.main import cli

    monkeypatch.delenv("COGOV_LANG", raising=False)
    found = leaves(cli)
    assert ("scenarios", "new") in found
    for path in found:
        assert cogov(*path, "--lang", "zh", "--bogus").code == 2, path
        assert "COGOV_LANG" not in os.environ, path
    for path in (("scenarios", "new"), ("scenarios", "check"), ("data", "make"), ("study", "status")):
        assert cogov(*path, "--lang", "zh").code == 2, path
        assert "COGOV_LANG" not in os.environ, path
