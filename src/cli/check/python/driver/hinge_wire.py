"""Values to and from JSON: what the protocol calls Argument and Returned."""

import numpy as np

MOST_NUMBERS = 1000000
MOST_DEPTH = 16
MOST_TEXT = 200
SAFE_INTEGER = 2**53


class TooLarge(Exception):
    pass


def argument(wire):
    """A fresh value for an argument: nothing is shared between two calls."""
    kind = wire["kind"]
    if kind == "none":
        return None
    if kind == "number":
        return number(wire["value"], wire.get("dtype"))
    data = [float(x) if isinstance(x, str) else x for x in wire["data"]]
    return np.array(data, dtype=np.dtype(wire["dtype"])).reshape(wire["shape"])


def number(value, dtype):
    if isinstance(value, str):
        value = float(value)
    if dtype is None:
        return value
    if dtype == "float64":
        return float(value)
    if dtype == "int64":
        return int(value)
    return np.dtype(dtype).type(value)


def same(a, b):
    """Whether an array is still what it was, to the bit."""
    return a.shape == b.shape and a.dtype == b.dtype and a.tobytes() == b.tobytes()


def returned(value):
    return Encoder().encode(value, 0)


class Encoder:
    def __init__(self):
        self.left = MOST_NUMBERS

    def encode(self, value, depth):
        if value is None:
            return {"kind": "none"}
        if isinstance(value, (bool, int, float)) and not isinstance(value, np.generic):
            return {"kind": "number", "value": json_number(value)}
        value = array_like(value)
        if isinstance(value, (np.ndarray, np.generic)):
            return self.array(np.asarray(value), value)
        if depth < MOST_DEPTH and isinstance(value, (list, tuple, dict)):
            # Before any of them is looked at: a result far too large is told at once.
            self.spend(len(value))
        if depth < MOST_DEPTH and isinstance(value, (list, tuple)):
            return {"kind": "list", "items": [self.encode(item, depth + 1) for item in value]}
        if depth < MOST_DEPTH and isinstance(value, dict):
            items = {str(key)[:MOST_TEXT]: self.encode(item, depth + 1) for key, item in value.items()}
            return {"kind": "dict", "items": items}
        return other(value)

    def array(self, array, value):
        if array.dtype.kind == "O":
            try:
                array = array.astype(np.float64)
            except (TypeError, ValueError):
                return other(value)
        if array.dtype.kind not in "fiub":
            return other(value)
        self.spend(array.size)
        dtype = array.dtype.name
        if array.dtype.kind == "f" and array.dtype.itemsize > 8:
            array = array.astype(np.float64)
        data = array.ravel().tolist()
        plain = array.dtype.kind in "iu" and array.dtype.itemsize < 8
        if not plain and not (array.dtype.kind == "f" and np.isfinite(array).all()):
            data = [json_number(x) for x in data]
        if array.ndim == 0:
            return {"kind": "number", "value": data[0], "dtype": dtype}
        return {"kind": "array", "shape": list(array.shape), "data": data, "dtype": dtype}

    def spend(self, count):
        self.left -= count
        if self.left < 0:
            raise TooLarge("the result holds more than %d numbers" % MOST_NUMBERS)


def array_like(value):
    """Tensors and tables as arrays."""
    if isinstance(value, (np.ndarray, np.generic, list, tuple, dict, str, bytes)):
        return value
    if hasattr(value, "detach") and hasattr(value, "cpu"):
        value = value.detach().cpu()
        return value.numpy() if hasattr(value, "numpy") else value
    return np.asarray(value) if hasattr(value, "__array__") else value


def json_number(value):
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        if -SAFE_INTEGER <= value <= SAFE_INTEGER:
            return value
        try:
            return float(value)
        except OverflowError:
            return "inf" if value > 0 else "-inf"
    value = float(value)
    if value != value:
        return "nan"
    if value in (float("inf"), float("-inf")):
        return "inf" if value > 0 else "-inf"
    return value


def other(value):
    text = value if isinstance(value, str) else repr(value)
    return {"kind": "other", "type": type(value).__name__[:MOST_TEXT], "text": text[:MOST_TEXT]}
