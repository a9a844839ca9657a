"""Only the cells that a grade can depend on have to run.

A lesson plots, trains and plays for half a minute; its checks take seconds. From the answers and
the checks backwards, a cell runs when it binds or changes a name that a running cell uses. In
doubt it runs, and where a name is missing all the same, everything runs.
"""

import ast
import re
import symtable
from dataclasses import dataclass


def what_counts(cells) -> set[int]:
    """The indices of the cells that have to run."""
    names = {k: read_names(cell.source) for k, cell in enumerate(cells) if cell.cell_type == "code"}
    data = set().union(*(cell.data for cell in names.values()))
    chosen = {k for k, cell in names.items() if cell.unclear or is_exercise(cells[k])}
    while True:
        needed = set().union(*(names[k].used for k in chosen))
        more = {
            k
            for k, cell in names.items()
            if cell.bound & needed or cell.changed & needed or cell.used & needed & data
        }
        if more <= chosen:
            return chosen
        chosen |= more


def is_check(cell) -> bool:
    """A cell whose output is worth points."""
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


def is_answer(cell) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def is_exercise(cell) -> bool:
    return is_check(cell) or is_answer(cell)


@dataclass
class Names:
    """Global names of a cell."""

    bound: set  # by =, def, class, import …
    used: set
    changed: set  # x.a = …, x[k] = …, x += …
    data: set  # bound, and neither function, class nor module: calls may change it unseen
    unclear: bool = False  # what the cell does cannot be read off its names


def read_names(source: str) -> Names:
    try:
        tree = ast.parse(source)
        table = symtable.symtable(source, "cell", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # magics among them
        words = set(re.findall(r"[^\W\d]\w*", source))
        return Names(words, words, set(), set(), unclear=True)

    here = table.get_symbols()
    inner = [symbol for scope in scopes_within(table) for symbol in scope.get_symbols()]
    bound = {s.get_name() for s in here if s.is_assigned() or s.is_imported()}
    bound |= {s.get_name() for s in inner if s.is_declared_global() and s.is_assigned()}
    used = {s.get_name() for s in here if s.is_referenced()}
    used |= {s.get_name() for s in inner if s.is_global()}

    nodes = list(ast.walk(tree))
    changed = {changed_name(node) for node in nodes} & (bound | used)  # the rest is local
    functions = {s.get_name() for s in here if s.is_namespace() or s.is_imported()}
    stars = any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in nodes)
    return Names(bound, used | changed, changed, bound - functions, unclear=stars)


def scopes_within(table):
    for child in table.get_children():
        yield child
        yield from scopes_within(child)


def changed_name(node) -> str | None:
    if isinstance(node, ast.AugAssign):
        return getattr(node.target, "id", None)
    if not isinstance(node, ast.Attribute | ast.Subscript) or isinstance(node.ctx, ast.Load):
        return None
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return getattr(node, "id", None)
