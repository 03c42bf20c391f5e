"""The command line as a user meets it: words in, exit code and texts out."""

from dataclasses import dataclass

import pytest
from cogov.cli.main import main


@dataclass
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def cogov(capsys):
    """`cogov("compare", "top_down", ...)` runs a command in this process."""

    def call(*words: object) -> Done:
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        said = capsys.readouterr()
        return Done(int(ended.value.code or 0), said.out, said.err)

    return call
