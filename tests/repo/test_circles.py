"""No circles of imports, within a layer too: what a module needs can be read before it, and tested without it.

All imports count, those inside functions and those for type checkers as well: two modules that name each other's classes are
one module in two files.
"""

import ast

import networkx as nx

STAYS = {
    frozenset({"core.rows.agent_set", "core.rows.columns", "core.rows.mesa_bridge", "core.rows.row_agent"}): (
        "an agent names its store, a store its agents and its model, a model its agents, as in Mesa itself; for type checkers alone"
    )
}
"""Circles that stay, each with the reason; none of them is there at run time."""


def for_type_checkers(source):
    """The nodes under `if TYPE_CHECKING:`."""
    for node in source.nodes:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from (id(below) for part in node.body for below in ast.walk(part))


def imports(package, at_run_time=False):
    """The graph of who imports whom, by the modules' names below the package; its root only hands names on to users."""
    modules = {".".join(source.parts): source for source in package if source.parts}
    graph = nx.DiGraph()
    for name, source in modules.items():
        left_out = set(for_type_checkers(source)) if at_run_time else set()
        lines = {node.lineno for node in source.nodes if id(node) in left_out and hasattr(node, "lineno")}
        for line, target in source.imports():
            target = target.removeprefix("cogov.")
            reached = target if target in modules else target.rpartition(".")[0]
            if line not in lines and reached in modules and reached != name:
                graph.add_edge(name, reached)
    return graph


def circles(graph):
    return {frozenset(found) for found in nx.strongly_connected_components(graph) if len(found) > 1}


def test_no_circles_of_imports(package):
    found = circles(imports(package))
    new = [" <-> ".join(sorted(one)) for one in found - set(STAYS)]
    assert not new, "take what both sides need into a module of its own, or hand it in as an argument"
    assert not set(STAYS) - found, "this circle is open now: take it off the list"


def test_none_at_run_time(package):
    assert not circles(imports(package, at_run_time=True))


def test_the_check_sees_a_circle(package):
    """Two files that import each other, the one for type checkers, the other inside a function."""
    one, other, *_ = (source for source in package if source.name.startswith("core/rows/") and len(source.parts) == 3)
    first, second = (type(source)(source.path) for source in (one, other))
    first.nodes = list(ast.walk(ast.parse(f"if TYPE_CHECKING:\n    from .{second.path.stem} import A")))
    second.nodes = list(ast.walk(ast.parse(f"def f():\n    from .{first.path.stem} import B")))
    assert len(circles(imports([first, second]))) == 1
    assert not circles(imports([first, second], at_run_time=True))
