"""The closing questions of lesson 04: each needs a computation or a decision."""

from autograder.exercise import question

QUESTIONS = {
    # In the widget: radius 0.9, tanh, 30 steps, input "loud".
    "vanishing_loud": question(
        8,
        wrong={
            16: "That is the answer for the input “noise”.",
            19: "That is the answer for a single loud input.",
            9: "Did a slider stay where you moved it (radius 0.9, 30 steps)? If not: from 30 back "
            "to 29 is one step.",
            7: "Did a slider stay where you moved it? At radius 0.9, 30 steps, more is left there.",
            14: "That is the marked step for the input “noise”: how far is it from the last one?",
            18: "That is where it stays, for the input “noise”: has the input been changed?",
            11: "Is it “loud”, radius 0.9, 30 steps? Then count back from the loss.",
            3: "Is the activation tanh?",
            4: "Is the activation tanh, the radius 0.9, and are there 30 steps?",
            6: "Is the activation tanh, the radius 0.9, and are there 30 steps?",
            22: "Count back from the loss: the marked step is that many steps before the last.",
            21: "Is it “loud”, radius 0.9, 30 steps? Then count back from the loss.",
            23: "Did a slider stay where you moved it? Radius 0.9, 30 steps.",
        },
    ),
    # (2 / 4)^k < 0.01
    "vanishing_bound": question(
        7,
        wrong={
            6: "After six steps the bound still stands above 1 %.",
            4: "That is how fast the slopes alone would do it; the weights work against them.",
            -7: "Steps are counted, so the answer is a positive number.",
            5: "How large is the slope of a sigmoid at most, and how often does it enter?",
            8: "One step fewer is enough.",
        }
        | dict.fromkeys(
            (6.6, 6.64, 6.643, 6.644, 6.6438, 6.6439, 6.64386, 6.643856189774724, 6.65, 6.7),
            "Right so far; steps are whole.",
        ),
    ),
    # ‖g‖ = 10, clipped to 5
    "vanishing_step": question(
        0.5,
        wrong={
            1.0: "That is the step without clipping.",
            5: "That is the gradient after clipping: how long is the step that it makes?",
            10: "That is the gradient before clipping: how long may it be, and its step?",
            0.3: "That is what dWx alone contributes: all parameters take one step together.",
            0.4: "That is what dWh alone contributes: all parameters take one step together.",
            0.7071: "The two arrays are not clipped one by one: what is the norm of all of it?",
            0.71: "The two arrays are not clipped one by one: what is the norm of all of it?",
            0.357: "Norms of parts do not add up: take the squares.",
            0.36: "Norms of parts do not add up: take the squares.",
            1.4: "Norms of parts do not add up: take the squares.",
            0.7: "One factor for all of the gradient: what is the norm of all of it?",
            0.05: "The learning rate is applied once.",
        },
    ),
    "vanishing_relu": question(
        1.4142,
        wrong={
            2: "Half of the slopes are 0, but a norm is the root of a sum of squares.",
            1: "With this start ReLU lost its gradient after a dozen layers.",
            0.5: "Is the gradient to be made larger or smaller?",
            0.7071: "Is the gradient to be made larger or smaller?",
            4: "That is what the sigmoid would need, and even that only at rest.",
            1.32: "Near. What exactly does a half of the slopes do to a sum of squares?",
            1.52: "Near. What exactly does a half of the slopes do to a sum of squares?",
        },
        tolerance=0.04,
    ),
    "vanishing_diagnosis": question(
        "C",
        wrong={
            "A": "What is too small in the friend's numbers does not grow by being clipped.",
            "B": "A step ten times as long makes 10⁻⁷ into 10⁻⁶: what makes it so small?",
            "D": "Larger weights push the units further: what happens to 1 − h² then?",
        },
    ),
}
