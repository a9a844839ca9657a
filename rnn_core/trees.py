"""Functions over nested parameters: a tree is an array, or a (named) tuple or list of trees."""


def map_arrays(f, tree, *more):
    """Apply f to each array, with the arrays in the same place of more trees.  ->  tree."""
    if not isinstance(tree, tuple | list):
        return f(tree, *more)
    branches = [map_arrays(f, *branch) for branch in zip(tree, *more, strict=True)]
    return tree._make(branches) if hasattr(tree, "_make") else type(tree)(branches)


def named_arrays(tree, name=""):
    """->  {"rnn.Wx": array, …}: each array under the path that leads to it."""
    if not isinstance(tree, tuple | list):
        return {name: tree}
    keys = getattr(tree, "_fields", range(len(tree)))
    found = {}
    for key, branch in zip(keys, tree, strict=True):
        found |= named_arrays(branch, f"{name}.{key}" if name else str(key))
    return found


def check_alike(params, grads):
    """ValueError where grads is not nested like params, array for array and shape for shape."""
    arrays, gradients = named_arrays(params), named_arrays(grads)
    if arrays.keys() != gradients.keys():
        raise ValueError(f"grads has the arrays {[*gradients]}; it needs {[*arrays]}")
    for name, gradient in gradients.items():
        if gradient.shape != arrays[name].shape:
            raise ValueError(
                f"the gradient of {name} has shape {gradient.shape}; "
                f"it needs the shape of {name}, {arrays[name].shape}"
            )
