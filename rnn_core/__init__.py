"""The mathematics of recurrent networks, in NumPy alone.

One idea a module, plain functions on arrays, every gradient derived by hand:

    activations       tanh, ReLU, sigmoid, softmax
    rnn               the hidden-recurrent network: step, sequence, gradients
    output_rnn        the output-recurrent network and teacher forcing
    lstm              long short-term memory; peephole_lstm lets the gates see the cell
    gru               gated recurrent unit; simplified_gru has one gate
    leaky             units that change slowly
    skip_rnn          connections that skip steps
    echo_state        a fixed random reservoir with a linear read-out
    linear            an affine map
    sequence_model    rnn with a linear output at every step
    single_output     one output for a whole sequence
    embedding         one-hot vectors and row lookup
    recursion         linear recurrences, their modes and taps; non-linear ones step by step
    stability         Lyapunov, Schur and Cohn, Routh; fixed points
    jacobians         how a state depends on an earlier one
    clipping          gradients cut by value and by norm
    flow              a penalty on gradients that shrink or grow on their way
    deep_net          a deep feed-forward network, for comparison
    losses            softmax cross-entropy and squared error over masked sequences
    gradient_check    central differences
    optimizers        SGD and Adam
    batching          sequences of unequal lengths
    trees             functions over nested parameters
    train             a training loop with a progress bar (loads tqdm)

Arrays are time-major, (T, N, D): T time, N batch, D input, H hidden, V outputs. Vectors are rows.
A cache holds the arrays that `forward` read and returned themselves, not copies: what is changed in
place before `backward` changes its gradients.
"""
