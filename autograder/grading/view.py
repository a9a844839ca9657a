"""The part of the course that a graded notebook may see, as a folder for the sandbox.

rnn_core lies in it without its solutions: data, named tuples and signatures stay, the bodies of
functions are closed, and answers find out that calling them is not their own work. Plots and
widgets are shown to nobody there, so stand-ins take their place.
"""

import ast
import compileall
import inspect
import json
import shutil
from pathlib import Path

import rnn_core
from autograder import outcome, wire
from autograder.exercise import Exercise
from autograder.exercises import ids, load
from autograder.grading.sources import source_of

OPEN = {"__init__.py", "_validate.py", "activations.py"}
SHOWN = ("plots", "widgets")

NOTHING = '''
class Nothing:
    """Takes every call and every question, and answers none."""

    def __call__(self, *args, **kwargs):
        return self

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return Nothing()
'''

CLOSED = """
from autograder.outcome import CalledReference
raise CalledReference("it calls the course's own `{name}`; that part is yours to write here")
"""

RNN_CORE = Path(rnn_core.__file__).parent
INSIDE = Path(__file__).parent / "inside"


def name_of(function) -> str:
    return f"{function.__module__}:{function.__name__}"


def make_view(folder: Path, lesson: str, judged: Exercise | None):
    """Writes the view of a lesson to an empty folder.

    judged: an exercise, or None for all of the lesson. What a single exercise allows is open in
    its view, and so is the course's own answer to every other; all of rnn_core, if it is a
    question.
    """
    everything = judged is not None and judged.is_question
    allowed = with_all_they_use(judged.allowed) if judged else set()
    for source in RNN_CORE.rglob("*"):
        part = source.relative_to(RNN_CORE)
        if source.is_dir() or part.parts[0] in SHOWN or "__pycache__" in part.parts:
            continue
        target = folder / "rnn_core" / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if everything or part.name in OPEN or len(part.parts) > 1 or source.suffix != ".py":
            shutil.copy(source, target)
        else:
            target.write_text(closed(source.read_text(), f"rnn_core.{part.stem}", allowed))
    for name in SHOWN:
        (folder / "rnn_core" / name).mkdir()
        (folder / "rnn_core" / name / "__init__.py").write_text(NOTHING)

    # ipykernel does without a debugger where it finds none, and starts in two thirds of the time.
    (folder / "debugpy.py").write_text("raise ImportError\n")
    shutil.copytree(INSIDE, folder / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
    for module in (outcome, wire):
        shutil.copy(module.__file__, folder / "autograder")
    shown = [id for id in ids(lesson) if judged and id != judged.id]
    ours = {id: source_of(load(id).reference) for id in shown if not load(id).is_question}
    (folder / "autograder" / "ours.json").write_text(json.dumps(ours))
    compileall.compile_dir(folder, quiet=2)


def with_all_they_use(functions) -> set[str]:
    """The names of these functions of rnn_core and of those that they call."""
    found, left = set(), list(functions)
    while left:
        function = left.pop()
        if name_of(function) in found:
            continue
        found.add(name_of(function))
        names = function.__code__.co_names
        values = [function.__globals__.get(name) for name in names]
        for module in filter(inspect.ismodule, values):
            values = values + [getattr(module, name, None) for name in names]
        left += [v for v in values if inspect.isfunction(v) and v.__module__.startswith("rnn_core")]
    return found


def closed(text: str, module: str, but_for: set[str]) -> str:
    """The source of a module with the bodies of its functions closed."""
    tree = ast.parse(text)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and f"{module}:{node.name}" not in but_for:
            docstring = node.body[: ast.get_docstring(node) is not None]
            node.body = [*docstring, *ast.parse(CLOSED.format(name=node.name)).body]
    return ast.unparse(tree)
