"""What a form asks for, and what was made of it: they are kept apart, so that neither passes for the other."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from ...core.text import Text
from ..live.player import Playing
from ..serving.limits import Limits, refusal
from .visit import Visit

NUMBERS = ("residents", "communities", "weeks", "seed")

WRONG_ONE = Text(
    "Residents, communities and seed are whole numbers; each community needs a resident.",
    "居民数、社区数、随机种子须为整数，且每个社区至少一名居民。",
)
WRONG_SOME = Text(
    "Choose two to four different scenarios; sizes, weeks and seed are whole numbers, and each community needs a resident.",
    "请选择二至四个不同的方案；规模、周数与种子须为整数，且每个社区至少一名居民。",
)


class NotPossible(ValueError):
    """What a form asks for cannot be made; `text` is the reason for the visitor."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def whole(value: Any) -> int | None:
    """Return a whole number as it came from a form, or None: 48.5 is none, and neither is an empty field."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
        return int(number) if number.is_integer() else None
    except (ValueError, OverflowError):
        return None


def written(form: Any, like: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stands in a form, as far as it has to do with it: the keys of `like`, numbers as numbers where they are some."""
    if not isinstance(form, Mapping):
        return dict(like)
    found: dict[str, Any] = {}
    for name, value in like.items():
        new = form.get(name, value)
        if isinstance(value, list):
            found[name] = [str(one)[:100] for one in new][:8] if isinstance(new, list) else []
        elif name in NUMBERS:
            number = whole(new)
            found[name] = str(new)[:30] if number is None else number
        else:
            found[name] = str(new)[:100]
    return found


def checked(form: Mapping[str, Any], limits: Limits, known: Collection[str], wrong: Text) -> dict[str, Any]:
    """Return what a form asks for, once all of it is possible.

    Parameters
    ----------
    form : as `written` returns it.
    limits : caps.
    known : names of scenarios that may be chosen.
    wrong : what is allowed, in words.

    Raises
    ------
    NotPossible
        For what is no whole number, no scenario, or too much.
    """
    sizes = {name: form[name] for name in NUMBERS if name in form}
    chosen = form["scenarios"] if "scenarios" in form else [form["scenario"]]
    many = "scenarios" not in form or 2 <= len(chosen) <= limits.scenarios
    if (
        not many
        or len(set(chosen)) < len(chosen)
        or not set(chosen) <= set(known)
        or not all(isinstance(one, int) for one in sizes.values())
        or sizes["seed"] < 0
        or sizes["communities"] > sizes["residents"]
    ):
        raise NotPossible(wrong)
    refused = refusal(limits, **{name: value for name, value in sizes.items() if name != "seed"})
    if refused is not None:
        raise NotPossible(refused)
    return dict(form)


def setting_line(
    language: str, residents: int, communities: int, seed: int, weeks: int | None = None, replicates: int | None = None
) -> str:  # fmt: skip
    """Return from what something was made, in a line: sizes, length, seed, replicates."""
    parts = [
        Text(
            f"{residents:,} residents in {communities:,} communities", f"{communities:,} 个社区共 {residents:,} 名居民"
        )
    ]
    if weeks is not None:
        parts.append(Text(f"{weeks:,} weeks", f"{weeks:,} 周"))
    parts.append(Text(f"seed {seed}", f"随机种子 {seed}"))
    if replicates is not None:
        parts.append(Text(f"{replicates:,} replicates", f"重复 {replicates:,} 次"))
    return " · ".join(one[language] for one in parts)


class Form:
    """The form of a page: what stands in it, what is shown, and why what stands in it cannot be shown.

    Parameters
    ----------
    shown : what the page shows at first.
    """

    def __init__(self, shown: Mapping[str, Any]) -> None:
        self.shown = dict(shown)
        self.draft = dict(shown)
        self.fault: Text | None = None

    @property
    def changed(self) -> bool:
        """Whether something else stands in the form than what is shown."""
        return self.draft != self.shown

    def write(self, form: Any) -> None:
        """Take over what stands in the form in the browser."""
        self.draft = written(form, self.shown)
        self.fault = None

    def show(self, shown: Mapping[str, Any]) -> None:
        """Note what is shown from now on; the form stands for the same."""
        self.shown, self.draft, self.fault = dict(shown), dict(shown), None


class Asking:
    """What a page shows after a form: made again when the form asks for something else, if that is possible."""

    visit: Visit
    form: Form
    playing: Playing
    generation: int
    wrong: ClassVar[Text]
    """What is allowed, in words."""

    @property
    def asked(self) -> dict[str, Any]:
        """What is shown was made from this."""
        return self.form.shown

    @property
    def outdated(self) -> bool:
        """Whether a scenario that is shown has been written again since."""
        raise NotImplementedError

    def choices(self) -> list[dict[str, str]]:
        """Return the scenarios to choose from."""
        raise NotImplementedError

    def make(self, asked: dict[str, Any]) -> None:
        """Make what is asked for, and show it."""
        raise NotImplementedError

    def ready(self) -> bool:
        """Make what stands in the form, if it is not what is shown; return whether it is shown now."""
        return self.apply() if self.form.changed or self.outdated else True

    def apply(self) -> bool:
        """Make what stands in the form; return whether that was possible. If not, the form has the fault."""
        try:
            wanted = checked(self.form.draft, self.visit.limits, {one["name"] for one in self.choices()}, self.wrong)
        except NotPossible as error:
            self.form.fault = error.text
            return False
        self.playing.pause()
        self.make(wanted)
        return True
