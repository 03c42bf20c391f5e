"""Rules of the house that a machine can check. Each test names the files and lines that break one."""

import ast
import re
from collections import Counter

# Spelled in pieces, or this file would break its own rules.
MACHINE_PATH = re.compile(r"(?<![\w.~$})])/(?:" + "|".join(["work", "root", "home"]) + r")/")
REGISTRY = re.compile("|".join(["pypi" + r"\.org", "python" + "hosted", "npm" + r"js\.", "deb" + r"ian\.org/debian"]))
GLOBAL_DRAWS = {
    *("Generator", "BitGenerator", "SeedSequence", "PCG64", "PCG64DXSM", "Philox", "SFC64", "default_rng"),
    *("MT19937", "RandomState"),  # users bring them
}
SETS = {"set", "frozenset"}
ORDERED_BY = {"list", "tuple", "enumerate", "iter", "zip", "map", "array", "asarray", "fromiter"}
LONGEST = 400
FULL = 16  # modules of a folder, some fifteen


def places(sources, fault):
    """`file:line what` of every node for which `fault` has something to say."""
    return [
        f"{source.name}:{node.lineno} {said}" for source in sources for node in source.nodes if (said := fault(node))
    ]


def test_no_machine_paths_or_registry_hosts(files, root):
    faults = []
    for path in files:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        faults += [
            f"{path.relative_to(root)}:{number} {found[0]}"
            for number, line in enumerate(text.splitlines(), 1)
            if (found := MACHINE_PATH.search(line) or REGISTRY.search(line))
        ]
    assert not faults


def test_constraints_are_names_and_versions(root):
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line)] == []


def test_every_module_says_what_it_is(sources):
    assert not [source.name for source in sources if not ast.get_docstring(source.tree)]


def test_only_the_command_line_prints(package):
    def fault(node):
        return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print" and "print()"

    assert not places([source for source in package if source.layer != "cli"], fault)


WRITING = {
    *("write_text", "write_bytes", "savefig", "to_csv", "to_parquet", "to_excel", "to_stata", "to_netcdf", "to_pickle"),
    *("write_table", "ParquetWriter", "ExcelWriter", "savez", "savetxt", "tofile", "copyfile", "copytree", "copy2"),
    *("rename", "replace", "mkstemp", "fdopen", "mkdir", "makedirs", "symlink_to", "touch", "extractall"),
}
AS_BYTES = {
    "to_csv",
    "savefig",
    "write_table",
    "ExcelWriter",
    "to_excel",
    "to_stata",
    "savez",
}  # into memory or a string
NOT_BY_THE_WRITER = {
    "core/disk.py": "is the writer",
    "core/compile/compiled.py": "machine code: what cannot be kept is compiled again, and nobody is to be told",
    "studies/execution/lock.py": "a lock is held on the file itself, in its place",
    "studies/execution/progress.py": "lines are added to a log; on a full disk the status goes over the old one",
    "studies/storage/parquet.py": "writes to the path that `placed` gives it",
    "studies/maintenance/export.py": "NetCDF is written to the path that `placed` gives it",
    "studies/storage/journal.py": "forces to disk what it wrote to the path that `placed` gives it",
    "studies/maintenance/verify.py": "a damaged journal is moved aside",
    "runs/cache.py": "SQLite writes for itself; its folder",
}
"""Files that touch the disk without core/disk.py, and why."""


def direct_write(node):
    """A call that puts something on a disk; best effort, by the names that such calls have."""
    if not isinstance(node, ast.Call):
        return None
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name == "open":
        given = node.args[1:2] if isinstance(node.func, ast.Name) else node.args[:1]
        words = [*given, *(word.value for word in node.keywords if word.arg == "mode")]
        modes = [word.value for word in words if isinstance(word, ast.Constant) and isinstance(word.value, str)]
        return any(set(mode) & set("wax+") and len(mode) < 5 for mode in modes) and "open to write"
    if name in ("replace", "rename"):  # of paths; of strings and tables it is something else
        owner = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
        return owner in ("os", "shutil", "path", "part", "beside", "folder") and f"{owner}.{name}"
    return name in WRITING - AS_BYTES and name


def test_files_are_written_by_the_one_writer(package):
    others = [source for source in package if source.name not in NOT_BY_THE_WRITER and source.layer]
    assert not places(others, direct_write)


def test_the_short_list_of_other_writers_is_short(package):
    found = {source.name for source in package if any(direct_write(node) for node in source.nodes)}
    assert set(NOT_BY_THE_WRITER) <= found | {"core/compile/compiled.py"}


def test_the_check_sees_writers():
    text = """
open("x", "w"); path.open("ab"); open("x", mode="r+"); path.write_text("x"); os.replace(a, b); table.to_parquet("x")
open("x"); "a".replace("b", "c"); table.rename(columns={}); path.open("rb"); open(name, encoding="utf-8")
"""
    assert [direct_write(node) for node in ast.walk(ast.parse(text)) if direct_write(node)] == [
        "open to write", "open to write", "open to write", "write_text", "os.replace", "to_parquet",
    ]  # fmt: skip


def test_no_buffer_is_exported(package):
    """What `getbuffer` gives and an error keeps alive outlives its buffer: a collection then ends the interpreter."""

    def fault(node):
        return isinstance(node, ast.Attribute) and node.attr == "getbuffer" and "getbuffer: use getvalue"

    assert not places(package, fault)


def global_draw(node):
    """Draws from state that everybody shares, or from a seed that nobody gave."""
    if isinstance(node, ast.Import) and any(alias.name == "random" for alias in node.names):
        return "import random"
    if isinstance(node, ast.ImportFrom) and node.module == "random" and not node.level:
        # Mesa's AgentSet is typed by, and given, a Random of its own.
        return [alias.name for alias in node.names] != ["Random"] and "from random"
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "Random":
        return not node.args and "Random() without a seed"
    if isinstance(node, ast.Attribute) and ast.unparse(node.value) in {"np.random", "numpy.random"}:
        return node.attr not in GLOBAL_DRAWS and f"numpy.random.{node.attr}"
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("default_rng"):
        return not (node.args or node.keywords) and "default_rng() without a seed"
    return False


def test_no_global_random_state(package):
    assert not places(package, global_draw)


def set_iterations(function):
    """Lines of a function where the order of a set could reach a result; best effort, names within one function."""
    named = set()

    def is_set(node):
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.BitOr, ast.BitAnd, ast.Sub, ast.BitXor)):
            return is_set(node.left) or is_set(node.right)
        return (
            isinstance(node, (ast.Set, ast.SetComp))
            or (isinstance(node, ast.Name) and node.id in named)
            or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SETS)
        )

    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and is_set(node.value):
            named |= {name.id for name in node.targets if isinstance(name, ast.Name)}
    for node in ast.walk(function):
        if isinstance(node, (ast.For, ast.comprehension)) and is_set(node.iter):
            yield node.iter.lineno
        if isinstance(node, ast.Call) and any(is_set(argument) for argument in node.args):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in ORDERED_BY:
                yield node.lineno


def test_sets_are_never_iterated_in_the_model(package):
    """The order of a set may differ from run to run; sorted(...) makes it fixed."""
    assert not [
        f"{source.name}:{line}"
        for source in package
        if source.layer in {"core", "agents", "model"}
        for function in source.nodes
        if isinstance(function, ast.FunctionDef)
        for line in set_iterations(function)
    ]


def test_the_check_sees_sets():
    tree = ast.parse(
        "def f(a):\n    s = {1, 2}\n    for x in s | a: pass\n    for x in sorted(s): pass\n    return list(set(a))"
    )
    assert list(set_iterations(tree.body[0])) == [3, 5]


def without_encoding(node):
    """Text that is read or written in whatever encoding the machine prefers."""
    if not isinstance(node, ast.Call) or any(keyword.arg in {"encoding", None} for keyword in node.keywords):
        return False
    if isinstance(node.func, ast.Name) and node.func.id == "open":
        mode = node.args[1] if len(node.args) > 1 else next((k.value for k in node.keywords if k.arg == "mode"), None)
        return not (isinstance(mode, ast.Constant) and "b" in str(mode.value)) and "open() without encoding="
    if isinstance(node.func, ast.Attribute):
        given = len(node.args)
        if node.func.attr == "read_text":
            return given == 0 and "read_text() without encoding="
        if node.func.attr == "write_text":
            return given < 2 and "write_text() without encoding="
        if node.func.attr == "open" and (given == 0 or (given == 1 and isinstance(node.args[0], ast.Constant))):
            named = next((k.value for k in node.keywords if k.arg == "mode"), None)
            mode = str(node.args[0].value) if given else str(named.value) if isinstance(named, ast.Constant) else "r"
            return re.fullmatch(r"[rwax]\+?t?", mode) is not None and ".open() without encoding="
    return False


def test_text_files_name_their_encoding(sources):
    assert not places(sources, without_encoding)


def test_no_file_is_too_long(sources):
    lengths = {source.name: source.text.count("\n") for source in sources}
    assert not {name: length for name, length in lengths.items() if length > LONGEST}


def test_no_folder_holds_too_many_modules(sources):
    """A folder of more has rooms in it that nobody named; of mechanisms there is one file each."""
    folders = Counter(
        source.name.rpartition("/")[0]
        for source in sources
        if source.layer != "tests" and source.path.name != "__init__.py"
    )
    assert not {name: count for name, count in folders.items() if count > FULL and name != "model/mechanisms"}
