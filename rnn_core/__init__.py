"""The mathematics of recurrent networks, in NumPy alone.

One idea a module, plain functions on arrays, every gradient derived by hand:

    activations       tanh, ReLU, sigmoid, softmax
    rnn               the hidden-recurrent network: step, sequence, gradients
    output_rnn        the output-recurrent network and teacher forcing
    linear            an affine map
    sequence_model    rnn with a linear output at every step
    single_output     one output for a whole sequence
    embedding         one-hot vectors and row lookup
    losses            softmax cross-entropy and squared error over masked sequences
    gradient_check    central differences
    optimizers        SGD and Adam
    batching          sequences of unequal lengths
    trees             functions over nested parameters
    train             a training loop with a progress bar (loads tqdm)

Arrays are time-major, (T, N, D): T time, N batch, D input, H hidden, V outputs. Vectors are rows.
"""
