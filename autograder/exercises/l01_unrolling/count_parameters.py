"""count_parameters: how many numbers an RNN with a linear output layer has to learn."""

from autograder.exercise import Case, Exercise, Misconception


def reference(T, D, H, V):
    return D * H + H * H + H + H * V + V


def cases(rng):
    def sizes():
        # All different and none of them 1, so that no term can stand in for another.
        D, H, V = rng.choice([3, 5, 7, 11, 13, 17, 19, 23], size=3, replace=False)
        return int(rng.integers(6, 40)), int(D), int(H), int(V)

    return [
        Case("values", "one set of sizes", sizes()),
        Case("values", "another set of sizes", sizes()),
        Case("values", "a third set of sizes", sizes()),
        Case("edge cases", "all sizes one", (1, 1, 1, 1)),
        # Sizes that tell all mistakes apart, whatever was drawn above.
        Case("edge cases", "ten thousand steps", (10_000, 2, 7, 3)),
    ]


# Mistakes that are easily made.


def per_time_step(T, D, H, V):
    return T * (D * H + H * H + H + H * V + V)


def recurrent_part_per_time_step(T, D, H, V):
    return T * (D * H + H * H + H) + H * V + V


def output_per_time_step(T, D, H, V):
    return D * H + H * H + H + T * (H * V + V)


def no_biases(T, D, H, V):
    return D * H + H * H + H * V


def no_hidden_bias(T, D, H, V):
    return D * H + H * H + H * V + V


def no_output_bias(T, D, H, V):
    return D * H + H * H + H + H * V


def state_counted_once(T, D, H, V):
    return D * H + H * H + 2 * H + H * V + V


def no_recurrent_weights(T, D, H, V):
    return D * H + H + H * V + V


def one_recurrent_weight_per_unit(T, D, H, V):
    return D * H + H + H + H * V + V


def no_output_layer(T, D, H, V):
    return D * H + H * H + H


def no_input_weights(T, D, H, V):
    return H * H + H + H * V + V


def flattened_sequence(T, D, H, V):
    return T * D * H + H + H * V + V


def states_counted(T, D, H, V):
    return D * H + H * H + H + H * V + V + T * H


def recurrent_matrix_for_every_step(T, D, H, V):
    return D * H + T * H * H + H + H * V + V


def recurrent_matrix_between_steps(T, D, H, V):
    return D * H + (T - 1) * H * H + H + H * V + V


def input_matrix_for_every_step(T, D, H, V):
    return T * D * H + H * H + H + H * V + V


def twice_in_place_of_squared(T, D, H, V):
    return D * H + 2 * H + H + H * V + V


def output_bias_for_every_unit(T, D, H, V):
    return D * H + H * H + H + H * V + H


def hidden_bias_for_every_input(T, D, H, V):
    return D * H + H * H + D + H * V + V


def one_number_for_each_bias(T, D, H, V):
    return D * H + H * H + 1 + H * V + 1


def rows_and_columns_added(T, D, H, V):
    return (D + H) + (H + H) + H + (H + V) + V


def outputs_read_from_outputs(T, D, H, V):
    return D * H + H * H + H + V * V + V


def the_example(T, D, H, V):
    return 11


# Right answers in other styles.


def shapes_added_up(T, D, H, V):
    shapes = {"Wx": (D, H), "Wh": (H, H), "b": (H,), "Wy": (H, V), "by": (V,)}
    total = 0
    for shape in shapes.values():
        size = 1
        for length in shape:
            size *= length
        total += size
    return total


def block_matrices(T, D, H, V):
    return (H + D + 1) * H + (H + 1) * V


def as_float(T, D, H, V):
    return float(H * (D + H + V + 1) + V)


EXERCISE = Exercise(
    points={"values": 2, "edge cases": 1},
    returns={"number": ()},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "counted once for every time step",
            "Unrolling copies the drawing, not the parameters.",
            per_time_step,
        ),
        Misconception(
            "recurrent part counted once for every time step",
            "The same Wx, Wh and b serve every step.",
            recurrent_part_per_time_step,
        ),
        Misconception(
            "output layer counted once for every time step",
            "The output layer is used at every step, but there is only one.",
            output_per_time_step,
        ),
        Misconception(
            "both biases missing",
            "Each of the two layers adds something after its products.",
            no_biases,
        ),
        Misconception(
            "hidden bias missing",
            "Go through the symbols of the step's formula: one has no matrix product.",
            no_hidden_bias,
        ),
        Misconception(
            "output bias missing",
            "Go through the symbols of the output's formula: one has no matrix product.",
            no_output_bias,
        ),
        Misconception(
            "H numbers too many",
            "Is there a second bias in your sum, or the initial state? Compare with the list of "
            "arrays in the docstring.",
            state_counted_once,
        ),
        Misconception(
            "recurrent weights missing",
            "Count the arrows from the old state to the new one, too.",
            no_recurrent_weights,
        ),
        Misconception(
            "one recurrent weight for each unit",
            "Each unit listens to all units of the old state.",
            one_recurrent_weight_per_unit,
        ),
        Misconception(
            "output layer missing",
            "The states still have to become V numbers.",
            no_output_layer,
        ),
        Misconception(
            "input weights missing",
            "The input reaches the state through weights of its own.",
            no_input_weights,
        ),
        Misconception(
            "feed-forward network on the flattened sequence",
            "That network has weights for every position; a recurrent one has them for one x[t].",
            flattened_sequence,
        ),
        Misconception(
            "states counted as parameters",
            "States are computed afresh for each sequence; parameters are what training changes.",
            states_counted,
        ),
        Misconception(
            "a recurrent matrix for every step",
            "However often the state is handed on, the same Wh is used.",
            recurrent_matrix_for_every_step,
        ),
        Misconception(
            "a recurrent matrix between every two steps",
            "However often the state is handed on, the same Wh is used.",
            recurrent_matrix_between_steps,
        ),
        Misconception(
            "an input matrix for every step",
            "Each input is read through the same Wx.",
            input_matrix_for_every_step,
        ),
        Misconception(
            "2 H in place of H²",
            "Draw Wh for three units and count its entries.",
            twice_in_place_of_squared,
        ),
        Misconception(
            "H numbers in the output's bias",
            "The output's bias is added to a row of outputs: how long is that?",
            output_bias_for_every_unit,
        ),
        Misconception(
            "D numbers in the hidden bias",
            "The hidden bias is added to a row of states: how long is that?",
            hidden_bias_for_every_input,
        ),
        Misconception(
            "one number for each bias",
            "Every unit and every output has a shift of its own.",
            one_number_for_each_bias,
        ),
        Misconception(
            "rows and columns added",
            "A matrix of 3 rows and 4 columns holds more than 7 numbers.",
            rows_and_columns_added,
        ),
        Misconception(
            "output layer of V times V",
            "What does the output layer read, and how long is it?",
            outputs_read_from_outputs,
        ),
        Misconception(
            "the example's number for all sizes",
            "The number belongs to one set of sizes: write it with T, D, H and V where they enter.",
            the_example,
        ),
    ),
    correct=(shapes_added_up, block_matrices, as_float),
)
