"""The report that a learner reads: the same in the lesson, in Validate and in the feedback."""

import html
from inspect import signature

from autograder.exercise import Exercise
from autograder.judge import Verdict
from autograder.picture import difference

HEADLINES = {
    "right": "right",
    "wrong": "not yet right",
    "stub": "still to be done",
    "error": "stops with an error",
    "time": "does not come to an end",
    "reference": "calls the course's own code",
    "result": "does not return numbers",
    "value": "not a function",
}
TIP = "To look at a call that fails (inputs are drawn anew at every check):"
MARKS = {True: "✓", False: "✗", None: "–"}
COLOURS = {True: "#0072b2", False: "#d55e00", None: "#767676"}


class Report:
    """What check() returns. Its text form is the number of points, which nbgrader reads as
    partial credit; its HTML form is the report; printed, it is the report as text.

    failing holds the arguments of the first call that went wrong, so that a learner can make
    the same call: `x, h, params = check("rnn_step", rnn_step).failing`.
    """

    def __init__(self, exercise: Exercise, verdict: Verdict, seed: int):
        self.exercise = exercise
        self.verdict = verdict
        self.seed = seed

    @property
    def points(self) -> float:
        return self.verdict.points

    @property
    def full(self) -> bool:
        return self.verdict.status == "right"

    @property
    def failing(self) -> tuple | None:
        case = self.verdict.failing
        # A function crosses to the answer by its name; the learner gets the function.
        return case and self.exercise.on_plain_arguments(lambda *args: args)(*case.args)

    def __repr__(self) -> str:
        return f"{self.points:g}"

    def __str__(self) -> str:
        return self.text

    @property
    def headline(self) -> str:
        points = f"{self.points:g} of {self.exercise.total:g} points"
        return f"{self.exercise.id}: {HEADLINES[self.verdict.status]}, {points}"

    @property
    def _stages(self) -> list:
        """The stages worth reading: a question has one, and a hint says more than it."""
        if not self.exercise.is_question:
            return self.verdict.stages
        return [s for s in self.verdict.stages if s.total and not self.verdict.mistakes]

    def _named(self, mistake: str) -> str:
        """A question's wrong answers need no name: the learner has just written one."""
        return "" if self.exercise.is_question else f"This looks like: {mistake}. "

    @property
    def tip(self) -> str:
        """How to make the failing call oneself."""
        wrong = self.verdict.status in ("wrong", "error", "time") and self.failing
        if not wrong or self.exercise.is_question:
            return ""
        id = self.exercise.id
        names = list(signature(self.exercise.reference).parameters)[: len(self.failing)]
        given = ", ".join(names) if len(names) > 1 else f"({names[0]},)"
        return f'{given} = check("{id}", {id}).failing'

    @property
    def text(self) -> str:
        lines = [self.headline]
        lines += [f"  {note}" for note in self.verdict.notes]
        lines += [f"  {self._named(name)}{hint}" for name, hint in self.verdict.mistakes]
        for stage in self._stages:
            lines.append(f"  {MARKS[stage.passed]} {stage.name}{_credit(stage)}")
            lines += [f"      {MARKS[good]} {line}" for good, line in stage.lines]
        if self.tip:
            lines.append(f"  {TIP}  {self.tip}")
        return "\n".join(lines)

    def _repr_mimebundle_(self, include=None, exclude=None):
        data = {"text/plain": repr(self), "text/html": self._html()}
        return data, {"autograder": self.summary()}

    def summary(self) -> dict:
        """What a gradebook wants to know, as JSON."""
        return {
            "id": self.exercise.id,
            "status": self.verdict.status,
            "points": self.points,
            "total": self.exercise.total,
            "stages": {stage.name: stage.points for stage in self.verdict.stages if stage.total},
            "mistakes": [name for name, _ in self.verdict.mistakes],
            "seed": self.seed,
        }

    def _html(self) -> str:
        colour = COLOURS[self.full]
        parts = [f'<div style="font-weight:600;color:{colour}">{html.escape(self.headline)}</div>']
        parts += [_box_html(_prose(note)) for note in self.verdict.notes]
        parts += [
            _box_html(f"<b>{_prose(self._named(name))}</b>{_prose(hint)}")
            for name, hint in self.verdict.mistakes
        ]
        parts += [_stage_html(stage) for stage in self._stages]
        shown = self.verdict.shown
        if shown:
            svg = difference(shown.name, shown.got.array, shown.want, shown.tolerance, shown.axes)
            title = f"Where <code>{shown.name}</code> is wrong, {html.escape(shown.case.part)}:"
            parts.append(f'<div style="margin-top:8px">{title}</div>{svg}')
        if self.tip:
            parts.append(
                f'<div style="margin-top:8px">{TIP} <code>{html.escape(self.tip)}</code></div>'
            )
        return (
            f'<div style="border-left:4px solid {colour};padding:6px 12px;margin:4px 0;'
            f'line-height:1.5;max-width:60em">{"".join(parts)}</div>'
        )


def _credit(stage) -> str:
    return f"  {stage.points:g}/{stage.total:g}" if stage.total else ""


def _mark_html(good) -> str:
    return f'<span style="color:{COLOURS[good]};font-weight:600">{MARKS[good]}</span>'


def _stage_html(stage) -> str:
    lines = "".join(
        f'<div style="margin-left:1.6em">{_mark_html(good)} {_prose(line)}</div>'
        for good, line in stage.lines
    )
    return f"<div>{_mark_html(stage.passed)} <b>{stage.name}</b>{_credit(stage)}</div>{lines}"


def _box_html(content: str) -> str:
    box = "margin:6px 0;padding:6px 10px;border:1px solid #e69f00;border-radius:4px"
    return f'<div style="{box}">{content}</div>'


def _prose(text: str) -> str:
    """Escaped, with `names` in backticks set as code."""
    pieces = html.escape(text).split("`")
    return "".join(
        f"<code>{piece}</code>" if k % 2 and k < len(pieces) - 1 else piece
        for k, piece in enumerate(pieces)
    )
