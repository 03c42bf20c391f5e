"""Small faults for a function, found in its syntax tree: a sign, a term, a comparison, a bound, a branch, a code."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

OTHER = {ast.Lt: ("<=", ">="), ast.LtE: ("<", ">"), ast.Gt: (">=", "<="), ast.GtE: (">", "<"), ast.Eq: ("!=",), ast.NotEq: ("==",)}  # fmt: skip
SIGN = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
TURNED = {ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*"}
CODE = re.compile(r"[A-Z][A-Z0-9]*_[A-Z0-9_]+")  # END_TRUE, NEIGHBOURS_UP: one of several


@dataclass(frozen=True)
class Edit:
    """What stands in a file from one byte to another, and what shall stand there instead."""

    kind: str
    begin: int
    end: int
    line: int
    before: str
    after: str


def text(node: ast.AST) -> str:
    return ast.unparse(node)


def drawn(node: ast.Compare) -> bool:
    """Whether a uniform draw is compared: it equals its bound once in 2**53 draws, so < and <= are the same."""
    return any(isinstance(n, ast.Call) and text(n.func) == "uniform" for n in (node.left, *node.comparators))


def operators(node: ast.AST) -> Iterator[tuple[str, str]]:
    """(kind, replacement) for an expression that computes or decides."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in OTHER:
        for place, sign in enumerate(OTHER[type(node.ops[0])]):
            bound = len(OTHER[type(node.ops[0])]) == 2 and place == 0
            if not (bound and drawn(node)):
                yield "bound" if bound else "comparison", f"{text(node.left)} {sign} {text(node.comparators[0])}"
    elif isinstance(node, ast.Compare) and all(type(op) in SIGN for op in node.ops):
        for place in range(len(node.ops)):
            operands, signs = [node.left, *node.comparators], [SIGN[type(op)] for op in node.ops]
            signs[place] = OTHER[type(node.ops[place])][0]
            yield "bound", " ".join([text(operands[0]), *(f"{s} {text(o)}" for s, o in zip(signs, operands[1:]))])
    elif isinstance(node, ast.BinOp) and type(node.op) in TURNED:
        left, right = text(node.left), text(node.right)
        yield "sign", f"({left}) {TURNED[type(node.op)]} ({right})"
        yield "term", left
        if isinstance(node.op, ast.Add | ast.Mult):
            yield "term", right
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not):
        yield "sign", text(node.operand)
    elif isinstance(node, ast.BoolOp):
        word = " or " if isinstance(node.op, ast.And) else " and "
        yield "condition", word.join(f"({text(value)})" for value in node.values)
        for gone in range(len(node.values)):
            rest = [f"({text(value)})" for k, value in enumerate(node.values) if k != gone]
            yield "term", (" and " if isinstance(node.op, ast.And) else " or ").join(rest)


def values(node: ast.AST, siblings: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(kind, replacement) for an expression that is, or chooses, a value."""
    if isinstance(node, ast.IfExp):
        yield "branch", f"{text(node.orelse)} if {text(node.test)} else {text(node.body)}"
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        arguments = ", ".join(text(argument) for argument in node.args)
        if node.func.id in ("min", "max"):
            yield "bound", f"{'max' if node.func.id == 'min' else 'min'}({arguments})"
        elif node.func.id == "range" and len(node.args) == 1:
            yield "off by one", f"range(1, {arguments})"
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        yield "number", repr(node.value + 1 if isinstance(node.value, int) else float(node.value) * 1.5 or 1.0)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield "value", repr(not node.value)
    elif isinstance(node, ast.Name) and node.id in siblings and isinstance(node.ctx, ast.Load):
        yield "code", siblings[node.id]


def statements(node: ast.AST) -> Iterator[tuple[str, str]]:
    """(kind, replacement) for a statement that does something."""
    if isinstance(node, ast.AugAssign):
        if isinstance(node.op, ast.Add | ast.Sub):
            sign = "-" if isinstance(node.op, ast.Add) else "+"
            yield "sign", f"{text(node.target)} {sign}= {text(node.value)}"
        yield "effect", "pass"
    elif isinstance(node, ast.Assign):
        if all(isinstance(target, ast.Attribute | ast.Subscript) for target in node.targets):
            yield "effect", "pass"
    elif (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)) or isinstance(
        node, ast.Continue | ast.Break
    ):
        yield "effect", "pass"
    elif isinstance(node, ast.Return) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, bool):
        yield "value", f"return {not node.value.value}"


def siblings(tree: ast.Module) -> dict[str, str]:
    """The next constant of the same family, for each that a file names: END_TRUE, END_FALSE, ..."""
    names = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and CODE.fullmatch(n.id)}
    families: dict[str, list[str]] = {}
    for name in sorted(names):
        families.setdefault(name.partition("_")[0], []).append(name)
        families.setdefault("_" + name.rpartition("_")[2], []).append(name)
    found: dict[str, str] = {}
    for family in families.values():
        if len(family) > 1:
            for name, after in zip(family, family[1:] + family[:1], strict=True):
                found.setdefault(name, after)
    return found


def walk(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes below, without what only names a place: constant indices, and text."""
    for child in ast.iter_child_nodes(node):
        index = (
            isinstance(node, ast.Subscript) and child is node.slice and isinstance(child, ast.Constant | ast.UnaryOp)
        )
        if not index:
            yield child
            yield from walk(child)


def edits(source: bytes, function: ast.FunctionDef, families: dict[str, str]) -> list[Edit]:
    """All faults that can be put into one function of a file, in the order of the file."""
    offsets = [0]
    for line in source.splitlines(keepends=True):
        offsets.append(offsets[-1] + len(line))
    found: dict[tuple[int, int, str], Edit] = {}

    def note(kind: str, node: ast.expr | ast.stmt, after: str) -> None:
        begin = offsets[node.lineno - 1] + node.col_offset
        end = offsets[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        found.setdefault((begin, end, after), Edit(kind, begin, end, node.lineno, text(node), after))

    for statement in function.body:
        for node in (statement, *walk(statement)):
            if isinstance(node, ast.stmt):
                for kind, after in statements(node):
                    note(kind, node, after)
            elif isinstance(node, ast.expr):
                for kind, after in (*operators(node), *values(node, families)):
                    note(kind, node, f"({after})")
            if isinstance(node, ast.If):
                note("branch", node.test, f"(not ({text(node.test)}))")
    return sorted(found.values(), key=lambda edit: (edit.begin, edit.end, edit.after))


def apply(source: bytes, edit: Edit) -> bytes:
    """The file with the fault in it."""
    return source[: edit.begin] + edit.after.encode() + source[edit.end :]
