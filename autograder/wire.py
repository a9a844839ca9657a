"""Arguments and results as JSON, so that they can cross to a process that is not trusted.

Arrays travel as dtype, shape and bytes. Nothing that is read back can run code or claim more
memory than was sent.
"""

import base64
import math
from importlib import import_module

import numpy as np

KINDS = "biufcU"


class Unreadable(ValueError):
    """What came is not a packed value."""


def pack(value):
    """Arrays, numbers, strings, None and (named) tuples, lists or dicts of them  ->  JSON."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, np.ndarray | np.generic):
        return _pack_array(np.asarray(value))
    if isinstance(value, tuple):
        packed = {"tuple": [pack(item) for item in value]}
        if hasattr(value, "_fields"):
            packed["type"] = f"{type(value).__module__}:{type(value).__qualname__}"
        return packed
    if isinstance(value, list):
        return {"list": [pack(item) for item in value]}
    if isinstance(value, dict):
        return {"dict": [[key, pack(item)] for key, item in value.items()]}
    raise TypeError(f"a {type(value).__name__} cannot be sent")


def unpack(packed, named_tuples=False):
    """The value again. Raises Unreadable.

    named_tuples: import the types of named tuples; only for what comes from a trusted side.
    """
    try:
        return _unpack(packed, named_tuples)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(f"{type(error).__name__} while reading a result") from None


def _pack_array(array):
    order = "C" if array.flags.c_contiguous else "F" if array.flags.f_contiguous else "strided"
    data = base64.b64encode(array.tobytes("F" if order == "F" else "C")).decode()
    return {"array": data, "dtype": array.dtype.str, "shape": list(array.shape), "order": order}


def _unpack(packed, named_tuples):
    match packed:
        case None | bool() | int() | float() | str():
            return packed
        case {"array": data, "dtype": dtype, "shape": shape, "order": order}:
            return _unpack_array(base64.b64decode(data), np.dtype(str(dtype)), shape, order)
        case {"tuple": items, "type": name} if named_tuples:
            module, _, kind = name.partition(":")
            make = getattr(import_module(module), kind)
            return make(*(_unpack(item, named_tuples) for item in items))
        case {"tuple": items}:
            return tuple(_unpack(item, named_tuples) for item in items)
        case {"list": items}:
            return [_unpack(item, named_tuples) for item in items]
        case {"dict": items}:
            return {str(key): _unpack(item, named_tuples) for key, item in items}
    raise Unreadable(f"a {type(packed).__name__} came where a result was expected")


def _unpack_array(data, dtype, shape, order):
    if dtype.kind not in KINDS or not all(type(n) is int and n >= 0 for n in shape):
        raise Unreadable(f"an array of dtype {dtype}")
    if math.prod(shape) * dtype.itemsize != len(data):
        raise Unreadable("an array with another size than it says")
    flat = np.frombuffer(data, dtype)
    array = flat.reshape(shape, order="F" if order == "F" else "C").copy(order="K")
    if order != "strided":
        return array
    strided = np.empty((*array.shape, 2), array.dtype)[..., 0]
    strided[...] = array
    return strided
