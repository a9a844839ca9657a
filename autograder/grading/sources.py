"""The text of a function of the registry, with what it uses of its module and nothing else."""

import ast
import inspect
from collections.abc import Callable

from autograder.grading.needed import read_names


def source_of(function: Callable) -> str:
    text = inspect.getsource(inspect.getmodule(function))
    statements = [ast.get_source_segment(text, node) for node in ast.parse(text).body]
    names = [read_names(statement) for statement in statements]
    needed, chosen = {function.__name__}, set()
    while more := {k for k, name in enumerate(names) if name.bound & needed} - chosen:
        chosen |= more
        needed = set().union(*(names[k].used for k in chosen))
    return "\n\n\n".join(statements[k] for k in sorted(chosen))
