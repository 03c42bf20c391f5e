"""One measurement in a process of its own: ``python -m cogov.benchmarks.child MODULE '{"argument": value}'`` prints JSON."""

from __future__ import annotations

import json
import sys
from importlib import import_module

if __name__ == "__main__":
    name, arguments = sys.argv[1:]
    print(json.dumps(import_module(f"{__package__}.{name}").main(**json.loads(arguments))))
