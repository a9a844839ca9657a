"""What learners get wrong in a line of the LSTM's backward step."""

import numpy as np

from rnn_core.activations import sigmoid


def columns(*names):
    """The columns of δa in another order."""
    return lambda s: np.hstack([getattr(s, f"da_{name}") for name in names])


def slope_of_sigmoid(a):
    return sigmoid(a) * (1 - sigmoid(a))


def interleaved(s):
    gates = np.stack([s.da_i, s.da_f, s.da_g, s.da_o], axis=2)
    return gates.reshape(len(gates), -1)


def through_the_state(s):
    return s.dh_next * s.o * (1 - s.tanh_c**2)


# What goes wrong inside a step: name, hint, the wrong lines.
IN_A_STEP = (
    # a part of what is asked of the new cell: those that show in some places come before those that
    # show in all, so that two such slips in one answer are told by their places
    (
        "gates and candidate asked by later steps only",
        "What the loss asks of c' in all reaches the three that made it, not a part of it.",
        {
            "di": lambda s: s.dc_next * s.g,
            "df": lambda s: s.dc_next * s.c,
            "dg": lambda s: s.dc_next * s.i,
        },
    ),
    *(
        (
            f"{gate} asked by later steps only",
            "What the loss asks of c' in all reaches the three that made it, not a part of it.",
            {line: lambda s, beside=beside: s.dc_next * getattr(s, beside)},
        )
        for line, gate, beside in (
            ("di", "input gate", "g"),
            ("df", "forget gate", "c"),
            ("dg", "candidate", "i"),
        )
    ),
    (
        "gates and candidate asked through the state only",
        "What the loss asks of c' in all reaches the three that made it, not a part of it.",
        {
            "di": lambda s: through_the_state(s) * s.g,
            "df": lambda s: through_the_state(s) * s.c,
            "dg": lambda s: through_the_state(s) * s.i,
        },
    ),
    (
        "old cell asked by later steps only",
        "Does the old cell matter for h'? Then it must hear from it.",
        {"dc": lambda s: s.dc_next * s.f},
    ),
    (
        "old cell asked through the state only",
        "Does the old cell matter for later cells, too? Then it must hear from them.",
        {"dc": lambda s: through_the_state(s) * s.f},
    ),
    # the way through the state
    (
        "the way through h' forgotten",
        "The new cell reaches the loss in two ways; `dc_next` is only one of them.",
        {"dc_total": lambda s: s.dc_next},
    ),
    (
        "what later steps ask of the cell forgotten",
        "The new cell reaches the loss in two ways; through h' is only one of them.",
        {"dc_total": lambda s: s.dh_next * s.o * (1 - s.tanh_c**2)},
    ),
    (
        "slope of tanh(c') forgotten",
        "On the way from h' to the cell lies a squashing.",
        {"dc_total": lambda s: s.dc_next + s.dh_next * s.o},
    ),
    (
        "output gate forgotten on the way to the cell",
        "What a gate held back forwards, it holds back backwards as well.",
        {"dc_total": lambda s: s.dc_next + s.dh_next * (1 - s.tanh_c**2)},
    ),
    (
        "dh_next passed to the cell as it is",
        "On the way from h' to the cell lie a gate and a squashing.",
        {"dc_total": lambda s: s.dc_next + s.dh_next},
    ),
    (
        "another gate on the way to the cell",
        "In h' = o ⊙ tanh(c'), which gate stands before the cell?",
        {"dc_total": lambda s: s.dc_next + s.dh_next * s.f * (1 - s.tanh_c**2)},
    ),
    (
        "tanh of tanh(c')",
        "The cache holds tanh(c'), not c': how is the slope of tanh written in it?",
        {"dc_total": lambda s: s.dc_next + s.dh_next * s.o * (1 - np.tanh(s.tanh_c) ** 2)},
    ),
    (
        "slope of tanh at the old cell",
        "Which cell went through this tanh: the one before the step or the one after it?",
        {"dc_total": lambda s: s.dc_next + s.dh_next * s.o * (1 - np.tanh(s.c) ** 2)},
    ),
    (
        "slope of tanh written in the cell itself",
        "The short form of tanh' is written in what tanh gave, not in what it was given.",
        {"dc_total": lambda s: s.dc_next + s.dh_next * s.o * (1 - s.c_next**2)},
    ),
    (
        "slope of tanh without the square",
        "Look again at how the derivative of tanh is written in its own value.",
        {"dc_total": lambda s: s.dc_next + s.dh_next * s.o * (1 - s.tanh_c)},
    ),
    (
        "tanh(c') in place of its slope",
        "Going back through a function takes its slope there, not its value.",
        {"dc_total": lambda s: s.dc_next + s.dh_next * s.o * s.tanh_c},
    ),
    (
        "dc_next sent through tanh, too",
        "What later steps ask of the cell, they ask of the cell itself, not of what h' shows.",
        {"dc_total": lambda s: (s.dc_next + s.dh_next * s.o) * (1 - s.tanh_c**2)},
    ),
    # what the gates are asked
    (
        "tanh forgotten beside the output gate",
        "In h' = o ⊙ tanh(c'), what exactly stands beside o?",
        {"do": lambda s: s.dh_next * s.c_next},
    ),
    (
        "old cell beside the output gate",
        "In h' = o ⊙ tanh(c'), which cell stands beside o?",
        {"do": lambda s: s.dh_next * np.tanh(s.c)},
    ),
    (
        "nothing beside the output gate",
        "In h' = o ⊙ tanh(c'), what is the other factor?",
        {"do": lambda s: s.dh_next},
    ),
    (
        "old cell, not squashed, beside the output gate",
        "In h' = o ⊙ tanh(c'), what is the other factor?",
        {"do": lambda s: s.dh_next * s.c},
    ),
    (
        "slope of tanh beside the output gate",
        "The derivative of h' by o is the other factor itself: its slope is for who stands in it.",
        {"do": lambda s: s.dh_next * (1 - s.tanh_c**2)},
    ),
    (
        "the gate itself in place of what stands beside it: o",
        "The derivative of a product by one factor is the other factor.",
        {"do": lambda s: s.dh_next * s.o},
    ),
    (
        "output gate asked by the cell",
        "The output gate touches h' alone: the cell is there before it opens.",
        {"do": lambda s: (s.dh_next + s.dc_next) * s.tanh_c},
    ),
    (
        "output gate asked by all that asks the cell",
        "The output gate touches h' alone: who asks for h'?",
        {"do": lambda s: s.dc_total * s.tanh_c},
    ),
    (
        "c' used for c at the forget gate",
        "The forget gate was multiplied with a cell; was it the old one or the new one?",
        {"df": lambda s: s.dc_total * s.c_next},
    ),
    (
        "tanh(c') used for c at the forget gate",
        "The forget gate was multiplied with the cell as it was before the step.",
        {"df": lambda s: s.dc_total * s.tanh_c},
    ),
    (
        "h used for c at the forget gate",
        "The forget gate acts on what the unit holds, not on what it shows.",
        {"df": lambda s: s.dc_total * s.h},
    ),
    (
        "input and forget gate exchanged",
        "For each of the two, look in c' = f ⊙ c + i ⊙ g at what stands beside it.",
        {"di": lambda s: s.dc_total * s.c, "df": lambda s: s.dc_total * s.g},
    ),
    (
        "input gate and candidate exchanged",
        "In c' = f ⊙ c + i ⊙ g, what stands beside i, and what beside g?",
        {"di": lambda s: s.dc_total * s.i, "dg": lambda s: s.dc_total * s.g},
    ),
    (
        "candidate beside the forget gate",
        "In c' = f ⊙ c + i ⊙ g, what stands beside f?",
        {"df": lambda s: s.dc_total * s.g},
    ),
    (
        "old cell beside the input gate",
        "In c' = f ⊙ c + i ⊙ g, what stands beside i?",
        {"di": lambda s: s.dc_total * s.c},
    ),
    (
        "the gate itself in place of what stands beside it: i",
        "The derivative of a product by one factor is the other factor.",
        {"di": lambda s: s.dc_total * s.i},
    ),
    (
        "the gate itself in place of what stands beside it: f",
        "The derivative of a product by one factor is the other factor.",
        {"df": lambda s: s.dc_total * s.f},
    ),
    (
        "the candidate itself in place of what stands beside it",
        "The derivative of a product by one factor is the other factor.",
        {"dg": lambda s: s.dc_total * s.g},
    ),
    (
        "output gate beside the candidate",
        "In c' = f ⊙ c + i ⊙ g, which gate stands beside the candidate?",
        {"dg": lambda s: s.dc_total * s.o},
    ),
    (
        "forget gate beside the candidate",
        "In c' = f ⊙ c + i ⊙ g, which gate stands beside the candidate?",
        {"dg": lambda s: s.dc_total * s.f},
    ),
    (
        "input gate forgotten beside the candidate",
        "A candidate that the input gate kept out cannot have mattered.",
        {"dg": lambda s: s.dc_total},
    ),
    # what the old cell is asked
    (
        "forget gate missing on the way back",
        "Between the old cell and the new one stands a gate, in both directions.",
        {"dc": lambda s: s.dc_total},
    ),
    (
        "input gate on the way back to the old cell",
        "In c' = f ⊙ c + i ⊙ g, which gate stands beside the old cell?",
        {"dc": lambda s: s.dc_total * s.i},
    ),
    (
        "slope of the forget gate on the way back to the old cell",
        "The derivative of c' by c: the gate is a factor there, and is not what you derive by.",
        {"dc": lambda s: s.dc_total * s.f * (1 - s.f)},
    ),
    (
        "the old cell itself in place of what stands beside it",
        "The derivative of a product by one factor is the other factor.",
        {"dc": lambda s: s.dc_total * s.c},
    ),
    (
        "dc_next passed straight on as well",
        "There is one way from the old cell to the new one, and a gate stands in it.",
        {"dc": lambda s: s.dc_total * s.f + s.dc_next},
    ),
    (
        "old cell without a gradient",
        "The carousel itself is missing: how did the old cell get into the new one?",
        {"dc": lambda s: np.zeros_like(s.c)},
    ),
    # through the squashing of the gates
    (
        "no derivative of the gates' squashing",
        "Before a gradient reaches a weight it passes back through σ or tanh, which scales it.",
        {
            "da_i": lambda s: s.di,
            "da_f": lambda s: s.df,
            "da_g": lambda s: s.dg,
            "da_o": lambda s: s.do,
        },
    ),
    (
        "no derivative of σ at the input gate",
        "One of the four blocks does not pass back through its squashing.",
        {"da_i": lambda s: s.di},
    ),
    (
        "no derivative of σ at the forget gate",
        "One of the four blocks does not pass back through its squashing.",
        {"da_f": lambda s: s.df},
    ),
    (
        "no derivative of tanh at the candidate",
        "One of the four blocks does not pass back through its squashing.",
        {"da_g": lambda s: s.dg},
    ),
    (
        "no derivative of σ at the output gate",
        "One of the four blocks does not pass back through its squashing.",
        {"da_o": lambda s: s.do},
    ),
    (
        "slope of another gate at the input gate",
        "The slope of a gate is written in that gate's own value.",
        {"da_i": lambda s: s.di * s.f * (1 - s.f)},
    ),
    (
        "slope of another gate at the forget gate",
        "The slope of a gate is written in that gate's own value.",
        {"da_f": lambda s: s.df * s.i * (1 - s.i)},
    ),
    (
        "slope of another gate at the output gate",
        "The slope of a gate is written in that gate's own value.",
        {"da_o": lambda s: s.do * s.i * (1 - s.i)},
    ),
    (
        "slope of the input gate at the candidate",
        "The candidate has a squashing of its own, and a slope written in its own value.",
        {"da_g": lambda s: s.dg * s.i * (1 - s.i)},
    ),
    (
        "slope of σ at the candidate",
        "The candidate did not go through the function that the gates go through.",
        {"da_g": lambda s: s.dg * s.g * (1 - s.g)},
    ),
    (
        "tanh taken again at the candidate",
        "The cache holds what tanh gave: how is its slope written in that?",
        {"da_g": lambda s: s.dg * (1 - np.tanh(s.g) ** 2)},
    ),
    (
        "σ taken again at the gates",
        "The cache holds what σ gave: how is its slope written in that?",
        {
            "da_i": lambda s: s.di * slope_of_sigmoid(s.i),
            "da_f": lambda s: s.df * slope_of_sigmoid(s.f),
            "da_o": lambda s: s.do * slope_of_sigmoid(s.o),
        },
    ),
    (
        "slope of tanh at the candidate without the square",
        "Look again at how the derivative of tanh is written in its own value.",
        {"da_g": lambda s: s.dg * (1 - s.g)},
    ),
    (
        "slope of tanh at the gates",
        "The gates went through another function than the candidate.",
        {
            "da_i": lambda s: s.di * (1 - s.i**2),
            "da_f": lambda s: s.df * (1 - s.f**2),
            "da_o": lambda s: s.do * (1 - s.o**2),
        },
    ),
    *(
        (
            f"slope of tanh at the {gate}",
            "One gate is treated as if it had gone through the candidate's function.",
            {f"da_{k}": lambda s, k=k: getattr(s, f"d{k}") * (1 - getattr(s, k) ** 2)},
        )
        for k, gate in (("i", "input gate"), ("f", "forget gate"), ("o", "output gate"))
    ),
    (
        "half a slope at the gates",
        "The slope of σ has two factors: it vanishes where a gate is shut and where it is open.",
        {
            "da_i": lambda s: s.di * (1 - s.i),
            "da_f": lambda s: s.df * (1 - s.f),
            "da_o": lambda s: s.do * (1 - s.o),
        },
    ),
    # from the sums inside to what went into them
    *(
        (
            f"columns in the order {', '.join(order)}",
            "Compare the order of your blocks with that of the columns of `Wx`.",
            {"da": columns(*order)},
        )
        for order in ("ifog", "figo", "iofg")
    ),
    (
        "columns of the gates interleaved",
        "The columns of one gate lie side by side: all of i, then all of f, and so on.",
        {"da": interleaved},
    ),
)
