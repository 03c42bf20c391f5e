"""What commands refuse and what fails is said in Chinese where that is asked for, from the same declaration as the English."""

import pickle
import re

import pytest
from cogov.core.text import Text, text_of
from cogov.experiments.comparison.paired_run import run_name
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
    ],
)
def test_what_is_refused(cogov, tmp_path, monkeypatch, words, en, zh):
    monkeypatch.chdir(tmp_path)
    english, chinese = cogov(*words), cogov(*words, "--lang", "zh")
    assert english.code == chinese.code == 2
    assert en in english.err
    assert zh in chinese.err
    assert not re.search(r"[一-鿿]", english.err)


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
