"""Another order of summation."""

STATUS, POINTS = "wrong", 4
ANSWERS = {
    "rnn_step": """def rnn_step(x, h, params):
    h_next = np.empty((len(x), len(params.b)))
    for n in range(len(x)):
        for k in reversed(range(len(params.b))):
            total = params.b[k]
            for i in reversed(range(h.shape[1])):
                total += h[n, i] * params.Wh[i, k]
            for i in reversed(range(x.shape[1])):
                total += x[n, i] * params.Wx[i, k]
            h_next[n, k] = np.tanh(total)
    return h_next
""",
}
