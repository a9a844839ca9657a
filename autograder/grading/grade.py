"""Grades a notebook: its cells run in a sandbox, and what its answers give is judged out here.

Nothing that the kernel prints, displays or returns is a verdict. At a check, the kernel is given
fresh arguments, gives results back as plain arrays, and this process compares them.
"""

import ast
import inspect
import json
import secrets
import time
from copy import deepcopy
from dataclasses import dataclass, field, replace

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.utils import is_grade

from autograder.exercise import Exercise
from autograder.exercises import load
from autograder.grading.execute import what_counts
from autograder.grading.sandbox import Limits, Sandbox, Stopped
from autograder.grading.sources import source_of
from autograder.grading.view import make_view, name_of
from autograder.judge import judge
from autograder.outcome import Outcome, Trouble
from autograder.report import Report
from autograder.trial import Trial
from autograder.wire import Unreadable, pack, unpack

KINDS = {"stub", "error", "time", "reference", "result"}
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
    interrupted: bool = False  # something ran for too long, and was ended
    met_closed: bool = False  # a cell called a function of rnn_core that is closed


def checks_in(released: NotebookNode) -> dict[str, Check]:
    """grade_id -> check, of the cells that are graded."""
    found = {}
    for cell in filter(is_grade, released.cells):
        id, answer = ast.parse(cell.source).body[0].value.args
        found[cell.metadata.nbgrader.grade_id] = Check(load(id.value), answer.id)
    return found


def run_and_judge(notebook: NotebookNode, checks: dict, limits: Limits, bubblewrap=True) -> Run:
    """Runs a notebook and writes outputs and reports into its cells."""
    started = time.monotonic()
    chosen = what_counts(notebook.cells)
    run = run_once(notebook, checks, chosen, None, limits, bubblewrap)
    if len(chosen) < len(notebook.cells) and any(map(misses_a_name, run.reports.values())):
        chosen = range(len(notebook.cells))
        run = run_once(notebook, checks, chosen, None, limits, bubblewrap)

    for some in second_chances(run, checks):
        left = limits.seconds - (time.monotonic() - started)
        if left > 0:
            judged = next(iter(some.values())).exercise
            rest = replace(limits, seconds=left)
            again = run_once(deepcopy(notebook), some, chosen, judged, rest, bubblewrap)
            run.reports |= again.reports
    for cell in filter(is_grade, notebook.cells):
        cell.outputs = [as_output(run.reports[cell.metadata.nbgrader.grade_id])]
    return run


def run_once(notebook, checks, chosen, judged, limits, bubblewrap) -> Run:
    """One kernel, one time through the chosen cells and the checks."""
    run = Run()
    lesson = next(iter(checks.values())).exercise.lesson
    with Sandbox(limits, bubblewrap) as sandbox:
        make_view(sandbox.course, lesson, judged)
        sandbox.start()
        for k, cell in enumerate(notebook.cells):
            try:
                if is_grade(cell):
                    key = cell.metadata.nbgrader.grade_id
                    if key in checks:
                        run.reports[key] = report_on(sandbox, checks[key], run)
                elif k in chosen and cell.cell_type == "code" and not run.stopped:
                    cell.outputs = sandbox.run(cell.source)
            except Stopped as stopped:
                run.stopped = stopped
            run.met_closed |= "CalledReference" in str(cell.get("outputs"))
        run.interrupted = sandbox.interrupted
    return run


def report_on(sandbox: Sandbox, check: Check, run: Run) -> Report:
    """Draws the cases of a check, has the kernel call the answer, and judges what came of it."""
    seed = secrets.randbits(32)
    trial = Trial(check.exercise, seed)
    passed = [report.exercise.id for report in run.reports.values() if report.full]
    trouble = None
    if not run.stopped:
        try:
            reply = sandbox.ask(request(check, trial, passed))
        except Stopped as stopped:
            run.stopped = stopped
    if run.stopped:
        kind = "time" if run.stopped.status == "timed out" else "error"
        trouble = Trouble(kind, str(run.stopped))
    elif reply is None and sandbox.interrupted:
        trouble = Trouble("time", f"no result after {sandbox.limits.cell_seconds:g} s")
    outcomes = [Outcome(trouble=trouble)] * len(trial.cases)
    if trouble is None:
        outcomes = outcomes_in(reply, len(trial.cases))
    try:
        verdict = judge(trial, outcomes)
    except Exception:  # of whatever plain values can bring about in NumPy
        verdict = judge(trial, [Outcome(trouble=NO_REPLY)] * len(trial.cases))
    return Report(check.exercise, verdict, seed)


def request(check: Check, trial: Trial, passed: list[str]) -> str:
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


def misses_a_name(report: Report) -> bool:
    return any("NameError" in line for stage in report.verdict.stages for _, line in stage.lines)


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


def as_output(report: Report) -> NotebookNode:
    data, metadata = report._repr_mimebundle_()
    return new_output("execute_result", data, metadata=metadata, execution_count=None)
