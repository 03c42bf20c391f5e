"""What the commands share: options, and the way they speak."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from .errors import Failure, Problem, explained, language_asked, said
from .size_option import asked, size_option, sized, tell_shortfall

if TYPE_CHECKING:
    from rich.console import Console

    from ...runs.settings import Progress


class Assignments(click.ParamType):
    """`name=value`, the value a number if it can be read as one."""

    name = "name=value"

    def __init__(self, words: bool = True) -> None:
        self.words = words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, Any]:
        """Split the text."""
        if isinstance(value, tuple):
            return value
        if value.startswith("@"):
            return "@", value[1:]
        name, sign, text = value.partition("=")
        name, text = name.strip(), text.strip()
        if not sign or not name or not text:
            self.fail(
                said(f"{value!r} is not written as name=value", f"{value!r} 的写法有误，应为 name=value"), param, ctx
            )
        for kind in (int, float):
            try:
                return name, kind(text)
            except ValueError:
                continue
        if not self.words:
            self.fail(said(f"{value!r}: {text!r} is not a number", f"{value!r}：{text!r} 不是数"), param, ctx)
        return name, text


def _listed(path: str, ctx: click.Context, param: click.Parameter) -> list[tuple[str, Any]]:
    """Return the pairs under `set` of a YAML file, as `cogov calibrate` writes best.yaml."""
    import yaml

    try:
        with open(path, encoding="utf-8") as file:
            data = yaml.safe_load(file)
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise click.BadParameter(
            said(f"{path}: cannot be read: {error}", f"{path}：无法读取：{error}"), ctx, param
        ) from None
    values = data.get("set") if isinstance(data, dict) else None
    if not isinstance(values, dict) or not values:
        words = said(
            f"{path}: has no values under the key set, as {{set: {{pooling: 0.3}}}}",
            f"{path}：键 set 之下没有取值，应如 {{set: {{pooling: 0.3}}}}",
        )
        raise click.BadParameter(words, ctx, param)
    return [(str(name), value) for name, value in values.items()]


def unique(ctx: click.Context, param: click.Parameter, pairs: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    """Return pairs as a mapping; a name given twice is an error."""
    found: dict[str, Any] = {}
    pairs = tuple(pair for one in pairs for pair in (_listed(one[1], ctx, param) if one[0] == "@" else [one]))
    for name, value in pairs:
        if name in found:
            raise click.BadParameter(said(f"'{name}' is set twice", f"'{name}' 设定了两次"), ctx, param)
        found[name] = value
    return found


def _extended(ctx: click.Context, parameter: click.Parameter, asked: tuple[str, ...]) -> None:
    """Use the extensions that are asked for while the command runs; without the option those of COGOV_EXTENSIONS."""
    import os

    words = os.environ.get("COGOV_EXTENSIONS", "")
    if ctx.resilient_parsing or not (asked or words):
        return
    from ...model.extensions.extension import using
    from ...runs.extensions.extensions import find_all, from_words

    with explained():
        entries = find_all(asked or from_words(words))
    ctx.with_resource(using(entries))


def _forced(ctx: click.Context, parameter: click.Parameter, asked: bool) -> None:
    """Leave sizes alone while the command runs, in the processes that it starts too."""
    import os

    if asked and not ctx.resilient_parsing and "COGOV_FORCE" not in os.environ:
        os.environ["COGOV_FORCE"] = "1"
        ctx.call_on_close(lambda: os.environ.pop("COGOV_FORCE", None))


def _limited(ctx: click.Context, parameter: click.Parameter, seconds: float | None) -> None:
    """Let runs take this long while the command runs."""
    if seconds is None or ctx.resilient_parsing:
        return
    from ...runs.workers.limits import limited_everywhere

    ctx.with_resource(limited_everywhere(seconds))


time_limit = click.option(
    "--time-limit", type=click.FloatRange(min=0), expose_value=False, callback=_limited, metavar="SECONDS", envvar="COGOV_TIME_LIMIT",
    help="How long one run may take before it counts as hung: its process is replaced, the run named; 0: as long as it likes.  [default: 3600]",
)  # fmt: skip


_OPTIONS: dict[str, Callable] = {
    "seed": click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Random seed; the same seed gives the same runs."),
    "weeks": click.option("--weeks", type=click.IntRange(min=1), default=260, show_default=True, help="Length of each run."),
    "residents": click.option("--residents", type=click.IntRange(min=1), help="Adults in all.  [default: 3200]"),
    "size": size_option,
    "communities": click.option("--communities", type=click.IntRange(min=1), help="Communities.  [default: 8]"),
    "set": click.option("--set", "values", type=Assignments(), multiple=True, callback=unique, metavar="NAME=VALUE", help="A lever, environment parameter or constant, the same in every scenario; may be repeated; @FILE reads them from a file like best.yaml."),
    "data": click.option("--data", type=click.Path(), metavar="FOLDER", help="Residents, ties and organisations from a data folder."),
    "extension": click.option("--extension", multiple=True, is_eager=True, expose_value=False, callback=_extended, metavar="NAME|FILE", help="Mechanisms, indicators and scenarios of one's own: an installed extension or a Python file; may be repeated. COGOV_EXTENSIONS holds some for all commands, separated by commas."),
    "force": click.option("--force", is_flag=True, is_eager=True, expose_value=False, callback=_forced, help="Try sizes that do not seem to fit into memory."),
    "lang": click.option("--lang", type=click.Choice(["zh", "en"]), envvar="COGOV_LANG", help="Language.  [default: en on the screen, both in a report]"),
    "quiet": click.option("--quiet", is_flag=True, help="No progress and no tables, errors only."),
    "json": click.option("--json", "as_json", is_flag=True, help="Print results as JSON, for scripts."),
    "workers": lambda function: click.option("--workers", type=click.IntRange(min=1), help="Processes; results do not depend on it.  [default: processors]")(time_limit(function)),
}  # fmt: skip


def options(*names: str) -> Callable[[Callable], Callable]:
    """Add common options, by name, in this order."""

    def decorate(function: Callable) -> Callable:
        for name in reversed(names):
            function = _OPTIONS[name](function)
        return function

    return decorate


def handled(function: Callable) -> Callable:
    """Turn errors of the packages below into messages: 2 for what was asked, 1 for what went wrong while running."""

    @functools.wraps(function)
    def inner(*args: Any, **kwargs: Any) -> Any:
        from ...core.text import Text, text_of
        from ...model.extensions.extension import ExtensionFailed
        from ...runs.settings import RunFailed

        try:
            with explained(kwargs.get("lang")):
                return function(*args, **kwargs)
        except (RunFailed, ExtensionFailed) as error:
            text = text_of(error)
            words = Text(f"{text.en}; nothing was written", f"{text.zh}；没有写入任何文件")
            raise Failure(words[kwargs.get("lang") or language_asked()]) from error

    return inner


def make_setting(
    scenarios: tuple[str, ...],
    weeks: int,
    seed: int,
    residents: int | None,
    communities: int | None,
    values: Mapping[str, Any],
    data: str | None,
    language: str | None = None,
) -> Any:
    """Return what the options ask for, checked as far as can be before running; what was noticed in the data is shown."""
    from ...data.folder import load as load_data
    from ...runs.settings import Setting, split_values
    from ...scenarios import load

    levers, environment, constants = split_values(values)
    size = {"residents": residents, "communities": communities}
    for name, value in size.items():
        if name in environment:
            if value is not None and value != environment[name]:
                raise Problem(
                    said(
                        f"--{name} {value} and --set {name}={environment[name]} contradict each other",
                        f"--{name} {value} 与 --set {name}={environment[name]} 互相矛盾",
                    )
                )
            size[name] = environment.pop(name)
    scale = asked()
    sized(scale, size, environment, data)
    chosen = tuple(load(name) for name in scenarios)
    tell_shortfall(scale, chosen, levers, language)
    population = load_data(data) if data is not None else None
    for notice in population.warnings if population is not None else ():
        click.echo(f"{data}：{notice.public.zh}" if language == "zh" else f"{data}: {notice.public.en}", err=True)
    return Setting(
        chosen, weeks, seed, size["residents"], size["communities"], levers, environment, constants, population
    )


def console(*, errors: bool = False) -> Console:
    """Return a console: as wide as the terminal, or 120 columns into a file."""
    from rich.console import Console

    made = Console(stderr=errors, highlight=False)
    return made if made.is_terminal else Console(stderr=errors, highlight=False, width=120)


@contextmanager
def progress_bar(quiet: bool, unit: str, language: str = "en") -> Iterator[Progress]:
    """Show on standard error what is done: a bar with rate and time left on a terminal, a few lines elsewhere."""
    screen = console(errors=True)
    if quiet:
        yield lambda *_: None
    elif screen.is_terminal:
        yield from _bar(screen, unit, language)
    else:
        yield from _lines(unit, language)


def _words(language: str) -> dict[str, str]:
    if language == "zh":
        return {
            "compile": "编译", "run": "运行", "futures": "各种情形", "conditions": "各种条件", "choose": "选取形式",
            "judge": "判断各格", "telling": "重跑关键格",
        }  # fmt: skip
    return {
        "compile": "compiling", "run": "running", "futures": "running in futures", "conditions": "running under conditions",
        "choose": "choosing forms", "judge": "judging cells", "telling": "running telling cells again",
    }  # fmt: skip


def _bar(screen: Console, unit: str, language: str) -> Iterator[Progress]:
    from rich import progress as parts
    from rich.text import Text

    class Rate(parts.ProgressColumn):
        def render(self, task: Any) -> Text:
            return Text(f"{task.speed:.2g} {unit}/s" if task.speed else "")

    words = _words(language)
    described = parts.TextColumn("{task.description}")
    columns = (
        parts.SpinnerColumn(),
        described,
        parts.BarColumn(),
        parts.MofNCompleteColumn(),
        Rate(),
        parts.TimeRemainingColumn(),
    )
    with parts.Progress(*columns, console=screen, transient=True) as bar:
        tasks: dict[str, Any] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(words[what], total=None if what == "compile" else total)
            bar.update(tasks[what], completed=done, total=total if what != "compile" or done else None)
            if what == "compile" and done:
                bar.remove_task(tasks[what])

        yield tell


def _lines(unit: str, language: str) -> Iterator[Progress]:
    words = _words(language)
    told: dict[str, float] = {}

    def tell(what: str, done: int, total: int) -> None:
        if what == "compile" and not done:
            click.echo(f"{words[what]} ...", err=True)
        elif what != "compile" and (done / total >= told.get(what, 0.0) + 0.25 or done == total):
            told[what] = done / total
            click.echo(f"{words[what]}: {done}/{total} {unit}", err=True)

    yield tell
