"""Predict before running: a guess that is asked for now and shown beside the result later."""

import html
import math
import re

import ipywidgets
from IPython.display import HTML, display

from .live import HIDE_ERROR, SIDE_BY_SIDE, front_end_is_live

CARD = (
    "border-left:4px solid #0072B2;background:#f2f7fb;color:#111;"
    "padding:8px 14px;margin:4px 0;max-width:860px;line-height:1.5"
)
CLOSE = 0.1  # a number within this share of the truth counts as close
THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}([,\s])\d{3}(\1\d{3})*(\.\d+)?")  # 5,000 or 10 000


class Prediction:
    """What the reader guessed; `value` is None as long as there is no guess."""

    def __init__(self, question, choices=None):
        self.question = question
        self.choices = None if choices is None else [str(choice) for choice in choices]
        if self.choices is None:
            self.field = ipywidgets.Text(
                placeholder="a number",
                description="Your guess:",
                layout=ipywidgets.Layout(width="240px"),
            )
        else:
            self.field = ipywidgets.ToggleButtons(
                options=self.choices,
                value=None,
                description="Your guess:",
                style=ipywidgets.ToggleButtonsStyle(button_width="auto"),
                layout=SIDE_BY_SIDE,
            )

    @property
    def value(self):
        return self.field.value if self.choices is not None else _number(self.field.value)

    @property
    def text(self):
        """What was chosen or typed, "" as long as nothing was."""
        return (self.field.value or "").strip() if self.value is None else _text(self.value)

    def compare(self, truth, explanation=""):
        """Show the guess beside the result."""
        guess = self.text or "nothing this time"
        told = "".join(
            f'<span style="display:inline-block;width:9em">{name}</span>'
            f"<b>{html.escape(entry)}</b><br>"
            for name, entry in (("You predicted", guess), ("The result", _text(truth)))
        )
        explained = f"{self._verdict(truth)} {html.escape(explanation)}"
        display(HTML(f'<div style="{CARD}">{told}{explained}</div>'))

    def _verdict(self, truth):
        guess = self.value
        if guess is None:
            if self.text:
                return "That is not a number; type digits, such as 5000."
            return "No guess, no harm; but a wrong guess teaches more than none."
        if isinstance(guess, str) or isinstance(truth, str):
            return "As you said." if str(guess) == str(truth) else "Not what you expected."
        if math.isclose(guess, truth, rel_tol=1e-3):
            return "Exactly as you said."
        if math.isclose(guess, truth, rel_tol=CLOSE):
            return "Close."
        return f"Your number is too {'small' if guess < truth else 'large'}."

    def __repr__(self):
        return f"your guess: {self.text}" if self.text else "no guess yet"


def _number(typed):
    """'5,000', '10 000', '0,5', '50 %', '100x', '−3'  ->  the number; None where it is none."""
    typed = typed.replace("−", "-").strip().rstrip("%x× ")
    if THOUSANDS.fullmatch(typed):
        typed = re.sub(r"[,\s]", "", typed)
    try:
        return float(typed.replace(",", "."))
    except ValueError:
        return None


def _text(value):
    if isinstance(value, str):
        return value
    if isinstance(value, int) or float(value).is_integer():
        return f"{int(value):,}".replace("-", "−")
    return f"{value:.4g}".replace("-", "−")


def predict(question, choices=None):
    """Ask for a guess, one of `choices` or else a number; returns the Prediction."""
    prediction = Prediction(question, choices)
    live = front_end_is_live()
    offered = "a number" if choices is None else " / ".join(prediction.choices)
    answers = "" if live else f"<br><i>{html.escape(offered)}</i>"
    asked = f"<b>Predict.</b> {html.escape(question)}{answers}"
    display(HTML(f'{HIDE_ERROR}<div style="{CARD}">{asked}</div>'))
    if live:
        display(prediction.field)
    return prediction
