"""Imports run one way; mechanisms only compute; Mesa is touched where it lasts."""

import ast
import inspect
import re
import subprocess
import sys

import mesa.agent
import mesa.agentset
import mesa.model

LAYERS = ["core", "agents", "model", "scenarios", "data", "runs", "experiments", "studies", "evidence", "reports"]
ALLOWED = {layer: set(LAYERS[: place + 1]) for place, layer in enumerate(LAYERS)}
ALLOWED["app"] = {*LAYERS, "app"}
ALLOWED["cli"] = {*LAYERS, "app", "cli"}

# What a mechanism has no business with: plots, logs, files, tables of results.
NOT_IN_MECHANISMS = {
    *("matplotlib", "rich", "jinja2", "click", "logging", "warnings", "pathlib", "os", "io", "shutil", "tempfile"),
    *("json", "csv", "yaml", "pickle", "pyarrow", "pandas", "duckdb", "mesa"),
}
FILE_CALLS = {
    *("open", "print", "read_text", "write_text", "read_bytes", "write_bytes", "savefig"),
    *("to_csv", "to_parquet", "read_csv", "read_parquet", "loadtxt", "savetxt", "fromfile", "tofile"),
}
HEAVY = ["numpy", "scipy", "numba", "networkx", "pandas", "matplotlib", "pyarrow", "mesa", "jinja2", "solara"]
MESA_PRIVATE = {
    name
    for module in (mesa.model, mesa.agent, mesa.agentset)
    for name in re.findall(r"\bself\.(_[a-z]\w*)", inspect.getsource(module))
}


def target(name):
    """The layer an import reaches: None for other packages, "" for the root itself."""
    top, *below = name.split(".")
    if top != "cogov":
        return None
    return below[0] if below and below[0] in ALLOWED else ""


def layer_faults(source):
    """Imports of one file that run upward, or go through the package's own root."""
    allowed = ALLOWED.get(source.layer)
    for line, name in source.imports():
        reached = target(name)
        if reached is None or name == "cogov.__version__":
            continue
        if allowed is None:
            yield f"{source.name}:{line} {source.layer}/ has no place among the layers: name it in {__name__}"
        elif reached == "" and source.layer not in {"app", "cli"}:
            yield f"{source.name}:{line} imports {name}: name the sub-package, not the root"
        elif reached and reached not in allowed:
            yield f"{source.name}:{line} imports {name}: {source.layer} may use {', '.join(sorted(allowed))}"


def called(node):
    """The bare name of what a call calls."""
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def test_imports_run_one_way(package):
    assert not [fault for source in package if source.layer for fault in layer_faults(source)]


def test_every_folder_of_code_is_a_known_layer(package):
    assert {source.layer for source in package} - {""} <= set(ALLOWED)


def test_the_check_sees_upward_imports(package):
    """The rule itself is tried on a file that breaks it, in each spelling."""
    some = next(source for source in package if source.name == "agents/__init__.py")
    broken = type(some)(some.path)
    text = """
def f():
    from ..scenarios import library
    from .. import reports
import cogov.cli
from ..core import units
"""
    broken.nodes = list(ast.walk(ast.parse(text)))
    assert len(list(layer_faults(broken))) == 3


def test_package_is_imported_relatively(package):
    """A type checker cannot follow `import cogov` inside a package whose folder has another name."""
    faults = []
    for source in package:
        for node in source.nodes:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            faults += [f"{source.name}:{node.lineno} {name}" for name in names if name.partition(".")[0] == "cogov"]
    assert not faults


def test_mechanisms_only_compute(package):
    faults = []
    for source in package:
        if source.parts[:2] != ("model", "mechanisms"):
            continue
        faults += [
            f"{source.name}:{line} imports {name}"
            for line, name in source.imports()
            if name.partition(".")[0] in NOT_IN_MECHANISMS
        ]
        faults += [
            f"{source.name}:{node.lineno} calls {called(node)}"
            for node in source.nodes
            if isinstance(node, ast.Call) and called(node) in FILE_CALLS
        ]
    assert not faults


def test_only_mesa_that_lasts(package):
    """The runners of Mesa 4 are experimental still; one file takes them up."""
    gone = re.compile(r"mesa\.(experimental|batchrunner|batch_run|space)\b")
    assert not [
        f"{source.name}:{line} imports {name}"
        for source in package
        for line, name in source.imports()
        if gone.match(name) and source.name != "runs/mesa_runner.py"
    ]


def test_private_mesa_only_in_the_bridge(package):
    """Best effort: names Mesa keeps private, used on anything but a class of our own that merely shares the name."""
    faults = []
    for source in package:
        if source.name == "core/rows/mesa_bridge.py":
            continue
        for node in source.nodes:
            if isinstance(node, ast.Attribute) and node.attr in MESA_PRIVATE:
                own = isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"}
                if not own:
                    faults.append(f"{source.name}:{node.lineno} .{node.attr}")
            if isinstance(node, ast.ClassDef) and any("mesa." in ast.unparse(base) for base in node.bases):
                faults += [
                    f"{source.name}:{part.lineno} self.{part.attr}"
                    for part in ast.walk(node)
                    if isinstance(part, ast.Attribute)
                    and part.attr in MESA_PRIVATE
                    and ast.unparse(part.value) == "self"
                ]
    assert not faults


def test_command_line_starts_light():
    """`cogov --help` answers at once because nothing heavy is imported before a command needs it."""
    code = f"import sys, cogov.cli.main; print(*sorted(set(sys.modules) & set({HEAVY!r})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
