"""What the model refuses, in Chinese. Its errors are English; here stand those that a command can lead to, by their English words.

A message may hold several of them, or stand inside of another, so each is put in the place of what it matches.
"""

from __future__ import annotations

import re

_CAUSES = (
    ("the elements of rules are", "规则要素的编号为"),
    ("the communities are", "社区编号为"),
    ("the posts of social workers are", "社会工作者岗位的编号为"),
    ("the organisations at the start are", "初始社会组织的编号为"),
)

WORDS = [
    (r"(?:(\S+): )?unknown lever, environment parameter or constant '(.*?)'(?=;|$)", "{0}没有名为 '{1}' 的杠杆、环境参数或常量"),
    (r"; did you mean '(.*?)'\?", "；是否指“{0}”？"),
    (r"; extension '(.*?)' declares it and is not in use: add --extension (\S+)", "；它由扩展 '{0}' 声明，而该扩展未启用：请加 --extension {1}"),
    (r"; extension '(.*?)', which is installed and not in use, may declare it: try --extension (\S+)", "；已安装但未启用的扩展 '{0}' 可能声明了它：可试 --extension {1}"),
    (r"without: (.*) is no cause that can be left out", "--without：{0} 不是可以去除的原因"),
    (r": write (organization:NUMBER.*)", "：请写作 {0}"),
    (r"without: (\S+): there is no number (\d+): ", "--without：{0}：没有编号 {1}："),
    *((rf"{en} 0 to (\d+); the nearest is (\d+)", f"{zh} 0 至 {{0}}；最近的是 {{1}}") for en, zh in _CAUSES),
    *((rf"{en} none", "一个也没有") for en, _ in _CAUSES),
    (r"; one founded later is named by place and week, as (\S+)", "；后来成立的以社区和周次表示，例如 {0}"),
    (r"without: (\S+): nothing is founded in week (-?\d+): weeks count from 1", "--without：{0}：第 {1} 周没有社会组织成立：周次从 1 起"),
    (r", those of the burn-in from -(\d+) to -1", "，预热期为 -{0} 至 -1"),
    (r"(\w+) = (.*) is not a seed: a whole number from 0, of any size", "{0} = {1} 不是种子：须为不小于 0 的整数，大小不限"),
    (r"week (\d+) is out of bounds: a run goes on for ([\d,]+) weeks at most", "第 {0} 周超出范围：一次运行至多 {1} 周"),
    (r"start = (.*) is not a date: write it as (.*)", "start = {0} 不是日期：请写作 {1}"),
    (r"start = (\S+) is not a Monday, on which weeks begin; the Monday before is (\S+)", "start = {0} 不是星期一，而每周从星期一开始；此前的星期一是 {1}"),
    (r"residents = (\d+) is too few: each of (\d+) communities needs at least one", "residents = {0} 太少：{1} 个社区中每个至少要有一名居民"),
    (r": is damaged, or was changed after it was written: its digest is another one", "：已损坏，或写入后被改动：其摘要不同"),
    (r": is damaged: ", "：已损坏："),
    (r": is not a checkpoint of cogov, or was cut off", "：不是 cogov 的检查点，或不完整"),
    (r": is not a checkpoint of cogov", "：不是 cogov 的检查点"),
    (r": no (\S+) in it$", "：其中没有 {0}"),
    (r": is damaged \(", "：已损坏 ("),
    (r"(\.\w+): cannot be read: (?:No such file or directory|\[Errno 2\].*)", "{0}：无法读取：文件或文件夹不存在"),
    (r": cannot be read: ", "：无法读取："),
    (r": format (.*) is not known; this version reads format (\d+)", "：格式 {0} 无法识别；此版本只读取格式 {1}"),
    (r": was made without extension '(.*)'; leave it out", "：生成时没有使用扩展 '{0}'；请去掉"),
    (r": was made with extension '(.*?)'(?: (\S+))? \((\w+)\)", "：生成时使用了扩展 '{0}'（{2}）"),
    (r", which is not in use: go on with --extension (\S+), or in Python within (.*)$", "，而该扩展未启用：请加 --extension {0}，或在 Python 中置于 {1} 之内"),
    (r"; its source is another one now \((\w+)\)\. With it .* \(--other-source, (.*)\)$", "；其源文件现已不同（{0}），用它继续的结果会不同：请用当时的源文件，或指明使用新的（--other-source，{1}）"),
    (r": was made by other code of the model \(kernels (\w+), here (\w+)(.*?)\); its history cannot be continued .*", "：由另一版本的模型代码生成（内核 {0}，当前为 {1}{2}）；无法以相同的随机数继续：请从头运行，或使用当时的代码"),
]  # fmt: skip


def in_chinese(message: str) -> str:
    """Return a message with what the model says in Chinese."""
    for english, chinese in WORDS:
        message = re.sub(
            english, lambda found, words=chinese: words.format(*(part or "" for part in found.groups())), message, flags=re.MULTILINE
        )  # fmt: skip
    return message
