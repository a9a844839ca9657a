"""The closing questions of lesson 03: each needs a computation, a decision or a widget."""

import numpy as np

from autograder.exercise import question

QUESTIONS = {
    # In the widget: 1.05 with 1 % of the kick, the rest for λ₂, both at angle 0: step 54 at 0.98.
    "stability_turning_point": question(
        0.98,
        wrong={
            0.97: "There the sum is smallest at step 52; it can be later.",
            0.99: "There the sum is smallest at step 51; it can be later.",
            0.95: "There the sum is smallest at step 46; it can be later.",
            0.9: "There the sum is smallest at step 35; it can be later.",
            0.975: "Two decimals are asked for: which are the slider's positions beside that?",
            0.985: "Two decimals are asked for: which are the slider's positions beside that?",
            0.96: "There the sum is smallest at step 49; it can be later.",
            0.8: "That is where you began.",
            54: "That is the step; which size of λ₂ puts it there?",
            1: "If λ₂ does not fade, is the sum ever smaller than at the start?",
            0: "Is the kick at 1 %? A mode that is gone after one step hides nothing.",
        },
        tolerance=1e-3,
    ),
    # In the widget: tanh, w = 2, positive starts; the points at the right vanish at b = −0.533.
    "stability_erasing_bias": question(
        -0.55,
        wrong={
            -0.5328: "That is the exact border: which is the next bias that the slider can reach?",
            -0.53: "That is close to the exact border; the slider moves in steps of 0.05.",
            -0.54: "The slider has no such bias: it moves in steps of 0.05.",
            -0.3: "At this bias some of the starts are still held: read the title.",
            -0.45: "At this bias some of the starts are still held: read the title.",
            -0.5: "At this bias the largest start is still held: read the title.",
            -0.05: "At this bias all three starts are still held: read the title.",
            -0.1: "Which of the three starts have changed sides at this bias? Not all.",
            0.55: "Which way did you push a unit that is held above zero?",
            -0.6: "It happens earlier: go back by one step of the slider.",
            -2: "It happens much earlier; move the slider by single steps.",
        },
    ),
    # |λ| = 0.5^(1/12), angle 2π/8
    "stability_eigenvalue": question(
        round(float(0.5 ** (1 / 12) * np.cos(np.pi / 4)), 4),
        wrong={
            -0.6674: "An eighth of a turn from the positive axis: on which side of zero is that?",
            0.9439: "That is its size; how much of it lies along the real axis?",
            0.7071: "That is the direction; the size is not 1.",
            0.3536: "It halves in 12 steps, not in one.",
            0.9365: "The angle of one step is an eighth of a full turn, in radians.",
            0.872: "A full turn is 2π, not π.",
            0.6776: "It halves in twelve steps: is it the same amount or the same share in each?",
            0.6506: "A half-life is not the time in which 1/e is left.",
            0.6484: "It halves in 12 steps, not in the 8 of a turn.",
            0.8174: "12 steps are the half-life; a turn takes 8.",
            0.4958: "Does your cosine take degrees or radians?",
            0.7941: "Which of the two numbers is the half-life, and which the period?",
            0.9583: "Twelve equal factors make one half: 1 − 0.5/12 is a share of the start.",
        },
        tolerance=3e-4,
    ),
    "stability_diagnosis": question(
        "B",
        wrong={
            "A": "An eigenvalue outside would have won in the end, if it was there at all.",
            "C": "With perpendicular eigenvectors and fading modes, can the length grow?",
            "D": "That may be so or not: what would the same start do in a symmetric matrix?",
        },
    ),
    # at the border the largest pole is z = 1: 1 = 0.4 + 0.3 + w
    "stability_taps": question(
        0.3,
        wrong={
            1: "That would be the border if the other taps were not there.",
            0.7: "That is what the other two taps bring back; how much may the third add?",
            0.4: "Then the weights add up to 1.1: does what comes back 1.1 times as large fade?",
            0.29: "A little more still fades: at which w is a pole exactly 1?",
            -0.3: "w > 0 is asked for: what may the third tap add to the other two?",
            0.5: "What must the taps add up to so that a value reproduces itself exactly?",
            0.6: "One tap is missing in your sum.",
            1.7: "The third tap adds to the other two, it does not oppose them.",
        },
        tolerance=1e-6,
    ),
    # h* = 0.8586, slope 1.5 (1 − h²) = 0.3943, to the fifth power
    "stability_recovery": question(
        9.53e-6,
        wrong={
            7.59e-3: "That is 0.001 times 1.5 to the fifth: the slope of tanh counts, too.",
            1.255e-6: "The weight counts, too, at every step.",
            9.02e-6: "Rounded too early: a slope of 0.39 is off five times over.",
            9.09e-6: "Rounded too early: 0.86 gives another slope, five times over.",
            -9.53e-6: "How far off is a distance: it has no sign.",
            3.943e-4: "That is after one step.",
            2.417e-5: "That is after four steps.",
            3.758e-6: "That is after six steps.",
            9.53e-3: "That is by how much five steps shrink a distance: which distance was it?",
            0.858554: "That is where it is held; how far off is it?",
        },
        tolerance=0.006,
    ),
    # WᵀPW − P = [[−0.75, 2], [2, 16 − 0.75p]]: determinant −12 + 0.5625p − 4 = 0
    "stability_proof": question(
        round(16 / 0.5625, 2),
        wrong={
            40: "That is enough; how much less is?",
            24: "The two entries beside the diagonal count as their product, 2 times 2.",
            26.67: "The product of the two entries beside the diagonal is divided by 0.75, too.",
            21.32: "That makes the entry at the lower right negative; the two beside the diagonal "
            "need more.",
            24.89: "The two entries beside the diagonal are multiplied with each other.",
            16: "That is what the 4 adds; W takes a part of p away as well.",
            29: "That is the next whole number; where exactly is the border?",
            28: "Put it in: one of the two eigenvalues is still positive.",
        },
    ),
}
