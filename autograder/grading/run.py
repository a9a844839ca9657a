"""Runs a notebook: its cells run in a sandbox, and what its answers give is judged out here.

Nothing that the kernel prints, displays or returns is a verdict. At a check, the kernel is given
fresh arguments, gives results back as plain arrays, and this process compares them.
"""

import ast
import inspect
import json
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace

from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.exercise import Exercise
from autograder.exercises import load
from autograder.grading.needed import is_check, read_names, what_counts
from autograder.grading.sandbox import Sandbox, Stopped
from autograder.grading.sources import source_of
from autograder.grading.terms import Limits
from autograder.grading.view import make_view, name_of
from autograder.judge import judge
from autograder.outcome import Outcome, Trouble
from autograder.report import Report
from autograder.trial import Trial
from autograder.wire import Unreadable, pack, unpack

KINDS = {"stub", "error", "time", "reference", "result"}
# What Python says where the sandbox gives no more memory, disk, file size or processes.
LIMITS_MET = (
    "MemoryError",
    "OSError: [Errno 28]",
    "OSError: [Errno 27]",
    "BlockingIOError",
    "RuntimeError: can't start new thread",
)
LONGEST = 500  # characters of a message that a kernel sends
NO_REPLY = Trouble("error", "nothing readable came back from the kernel")


@dataclass(frozen=True)
class Check:
    """A graded cell of the released notebook: `check("rnn_step", rnn_step)`."""

    exercise: Exercise
    answer: str  # the name of what is checked


@dataclass
class Run:
    """What came of running a notebook."""

    reports: dict[str, Report] = field(default_factory=dict)
    stopped: Stopped | None = None  # the kernel did not reach the end
    signs: list[tuple[str, str]] = field(default_factory=list)  # status, what it was seen by
    met_closed: bool = False  # a cell called a function of rnn_core that is closed


def checks_in(released: NotebookNode) -> dict[str, Check]:
    """grade_id -> check, of the cells that are graded."""
    found = {}
    for cell in filter(is_check, released.cells):
        id, answer = ast.parse(cell.source).body[0].value.args
        found[cell.metadata.nbgrader.grade_id] = Check(load(id.value), answer.id)
    return found


def run_and_judge(notebook: NotebookNode, checks: dict, limits: Limits, bubblewrap=True) -> Run:
    """Runs a notebook and writes outputs and reports into its cells."""
    started = time.monotonic()
    chosen = what_counts(notebook.cells)
    run = run_once(notebook, checks, chosen, None, limits, bubblewrap)
    if set().union(*map(missing_names, run.reports.values())) & bound_in_others(notebook, chosen):
        chosen = set(range(len(notebook.cells)))
        run = run_once(notebook, checks, chosen, None, limits, bubblewrap)

    for some in second_chances(run, checks):
        left = limits.seconds - (time.monotonic() - started)
        if left > 0:
            judged = next(iter(some.values())).exercise
            rest = replace(limits, seconds=left)
            again = run_once(deepcopy(notebook), some, chosen, judged, rest, bubblewrap)
            run.reports |= again.reports
    write_reports(notebook, run.reports)
    return run


def report_nothing(notebook: NotebookNode, checks: dict, why: str):
    """Writes a report into each check of a notebook that cannot be run."""
    trouble = Trouble("error", why)
    write_reports(notebook, {key: without_run(check, trouble) for key, check in checks.items()})


def write_reports(notebook: NotebookNode, reports: dict[str, Report]):
    for cell in filter(is_check, notebook.cells):
        if report := reports.get(cell.metadata.nbgrader.grade_id):
            data, metadata = report._repr_mimebundle_()
            cell.outputs = [new_output("execute_result", data, metadata=metadata)]


def run_once(notebook, checks, chosen, judged, limits, bubblewrap) -> Run:
    """One kernel, one time through the chosen cells and the checks."""
    run = Run()
    lesson = next(iter(checks.values())).exercise.lesson
    with Sandbox(limits, bubblewrap) as sandbox:
        make_view(sandbox.course, lesson, judged)
        with noting(sandbox, run, "before the first cell"):
            sandbox.start()
        for k, cell in enumerate(notebook.cells):
            if cell.id in checks:
                run.reports[cell.id] = report_on(sandbox, checks[cell.id], run)
            elif k in chosen and cell.cell_type == "code" and not is_check(cell):
                run_cell(sandbox, cell, run)
        # A student may have run a cell further down first.
        for id in [id for id, report in run.reports.items() if missing_names(report)]:
            run.reports[id] = report_on(sandbox, checks[id], run)
    return run


def run_cell(sandbox: Sandbox, cell: NotebookNode, run: Run):
    where = f"in the cell {cell.id}"
    with noting(sandbox, run, where):
        if not run.stopped:
            cell.outputs = sandbox.run(cell.source)
    for output in cell.outputs:
        if output.output_type == "error":
            error = f"{output.ename}: {output.evalue}"[:LONGEST]
            run.met_closed |= output.ename == "CalledReference"
            if error.startswith(LIMITS_MET):
                run.signs.append(("over a limit", f"{error}, {where}"))


def report_on(sandbox: Sandbox, check: Check, run: Run) -> Report:
    """Draws the cases of a check, has the kernel call the answer, and judges what came of it."""
    seed = secrets.randbits(32)
    trial = Trial(check.exercise, seed)
    passed = [report.exercise.id for report in run.reports.values() if report.full]
    reply, late = None, False
    with noting(sandbox, run, f"in the check of {check.exercise.id}"):
        if not run.stopped:
            reply = sandbox.ask(request(check, trial, passed, sandbox.most_bytes))
        late = sandbox.interrupted
    if run.stopped:
        kind = "time" if run.stopped.status == "timed out" else "error"
        return without_run(check, Trouble(kind, str(run.stopped)))
    if late:
        late = f"no result after {sandbox.limits.cell_seconds:g} s"
        return without_run(check, Trouble("time", late))
    outcomes = outcomes_in(reply, len(trial.cases))
    run.signs += signs_in(check, outcomes)
    try:
        return Report(check.exercise, judge(trial, outcomes), seed)
    except Exception:  # of whatever plain values can bring about in NumPy
        return without_run(check, NO_REPLY)


@contextmanager
def noting(sandbox: Sandbox, run: Run, where: str):
    """Notes in the run what ended or interrupted the kernel."""
    try:
        yield
    except Stopped as stopped:
        run.stopped = stopped
        run.signs.append((stopped.status, f"{stopped}, {where}"))
    if sandbox.interrupted:
        sandbox.interrupted = False
        run.signs.append(("timed out", f"interrupted {where}"))


def without_run(check: Check, trouble: Trouble) -> Report:
    trial = Trial(check.exercise, 0)
    return Report(check.exercise, judge(trial, [Outcome(trouble=trouble)] * len(trial.cases)), 0)


def signs_in(check: Check, outcomes: list[Outcome]) -> Iterator[tuple[str, str]]:
    for trouble in {outcome.trouble for outcome in outcomes if outcome.trouble}:
        if trouble.kind == "time":
            yield "timed out", f"{check.answer}: {trouble.message}"
        if trouble.message.startswith(LIMITS_MET):
            yield "over a limit", f"{check.answer}: {trouble.message}"


def request(check: Check, trial: Trial, passed: list[str], most_bytes: int) -> str:
    """The expression whose value is the outcomes."""
    exercise = check.exercise
    content = {
        "answer": check.answer,
        "is_question": exercise.is_question,
        "names": list(inspect.signature(exercise.reference).parameters),
        "allowed": [name_of(function) for function in exercise.allowed],
        "adapter": source_of(exercise.adapt) if exercise.adapt else "",
        "calls": [pack(case.args) for case in trial.cases],
        "passed": passed,
        "most_bytes": most_bytes,
    }
    return f"__import__('autograder.calls').calls.call({json.dumps(content)!r})"


def outcomes_in(reply, count: int) -> list[Outcome]:
    """The outcomes in what a kernel sent, which may be anything."""
    if not isinstance(reply, list) or len(reply) != count:
        return [Outcome(trouble=NO_REPLY)] * count
    return [outcome_in(item) for item in reply]


def outcome_in(item) -> Outcome:
    match item:
        case {"trouble": None, "value": value, "changed": list(changed)}:
            try:
                return Outcome(unpack(value), changed=tuple(str(c)[:LONGEST] for c in changed[:20]))
            except Unreadable as error:
                return Outcome(trouble=Trouble("result", str(error)[:LONGEST]))
        case {"trouble": [str(kind), str(message), str(line)]} if kind in KINDS:
            return Outcome(trouble=Trouble(kind, message[:LONGEST], line[:LONGEST]))
    return Outcome(trouble=NO_REPLY)


def missing_names(report: Report) -> set[str]:
    """The names that an answer, or its check, did not find."""
    lines = (line for stage in report.verdict.stages for _, line in stage.lines)
    return {name for line in lines for name in re.findall(r"name '(\w+)' is not defined", line)}


def bound_in_others(notebook: NotebookNode, chosen: set[int]) -> set[str]:
    """The names that code cells bind which were not chosen to run."""
    others = [cell for k, cell in enumerate(notebook.cells) if k not in chosen]
    return set().union(*(read_names(c.source).bound for c in others if c.cell_type == "code"))


def second_chances(run: Run, checks: dict[str, Check]):
    """Checks to repeat, group by group, with more of rnn_core open than all of them may have.

    An answer may call what its exercise allows, which can be what another exercise asks for. A
    question may be worked out with anything.
    """
    if run.stopped:
        return
    for key, report in run.reports.items():
        if report.verdict.status == "reference" and report.exercise.allowed:
            yield {key: checks[key]}
    questions = {
        key: checks[key]
        for key, report in run.reports.items()
        if report.exercise.is_question and not report.full
    }
    if questions and run.met_closed:
        yield questions
