"""The text of a function of the registry, with what it uses of its module and nothing else."""

import ast
import inspect
from collections.abc import Callable
from functools import cache
from importlib import import_module

from autograder.grading.needed import read_names


@cache
def source_of(function: Callable) -> str:
    return text_of(inspect.getmodule(function), {function.__name__})


def text_of(module, wanted: set[str]) -> str:
    """The statements of a module that bind these names, and those that they need in turn."""
    text = inspect.getsource(module)
    nodes = ast.parse(text).body
    names = [read_names(ast.get_source_segment(text, node)) for node in nodes]
    needed, chosen = wanted, set()
    while more := {k for k, name in enumerate(names) if name.bound & needed} - chosen:
        chosen |= more
        needed = needed.union(*(names[k].used for k in chosen))
    pieces = []
    for k in sorted(chosen):
        if getattr(nodes[k], "module", "").startswith("autograder.exercises."):
            pieces.append(text_of(import_module(nodes[k].module), names[k].bound & needed))
        else:
            pieces.append(ast.get_source_segment(text, nodes[k]))
    return "\n\n\n".join(pieces)
