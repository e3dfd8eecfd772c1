"""Stand-ins for modules that are not there, or that have no business in a check."""

import functools
import importlib


class MissingModule(ImportError):
    def __init__(self, module, name=None):
        used = "" if name is None or name == module else " (it uses %s)" % name
        super().__init__("it needs the module %s, which is not here%s" % (module, used))
        self.module = module


def refuse(self, *_, **__):
    raise MissingModule(self._hinge_module, self._hinge_name)


class Missing:
    """Something of a module that is not there: it can be named, and refuses to be used."""

    def __init__(self, module, name=None):
        self.__dict__["_hinge_module"] = module
        self.__dict__["_hinge_name"] = name or module

    def __getattr__(self, key):
        if key == "__all__":
            return []
        if key.startswith("__"):
            raise AttributeError(key)
        return Missing(self._hinge_module, "%s.%s" % (self._hinge_name, key))

    def __instancecheck__(self, _):
        return False

    def __subclasscheck__(self, _):
        return False

    def __mro_entries__(self, _):
        return ()

    def __repr__(self):
        return "<%s, which is not here>" % self._hinge_name


for operation in (
    "call setattr getitem setitem delitem iter len contains bool enter exit int float index array "
    "add radd sub rsub mul rmul truediv rtruediv floordiv rfloordiv mod rmod pow rpow matmul rmatmul "
    "neg pos abs lt le gt ge and rand or ror"
).split():
    setattr(Missing, "__%s__" % operation, refuse)


class Nothing:
    """Drawing and debugging: whatever is done with it, nothing happens."""

    __all__ = ()

    def __getattr__(self, key):
        if key.startswith("__"):
            raise AttributeError(key)
        return self

    def __call__(self, *_, **__):
        return self

    def subplots(self, *_, **__):
        return self, self

    def __getitem__(self, _):
        return self

    def __setitem__(self, *_):
        pass

    def __iter__(self):
        return iter(())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False

    def __mro_entries__(self, _):
        return ()


class Bar:
    """tqdm's progress bar, without the progress."""

    def __init__(self, iterable=(), *_, **__):
        self.iterable = iterable

    def __iter__(self):
        return iter(self.iterable)

    def __len__(self):
        return len(self.iterable)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False

    def __getattr__(self, key):
        if key.startswith("__"):
            raise AttributeError(key)
        return lambda *_, **__: None


class Stand:
    """A stand-in for a module: what it has, and Missing for everything else."""

    def __init__(self, name, **members):
        self.__dict__.update(members)
        self.__dict__["_hinge_name"] = name
        self.__dict__.setdefault("__all__", [key for key in members if not key.startswith("_")])

    def __getattr__(self, key):
        if key.startswith("__"):
            raise AttributeError(key)
        return Missing(self._hinge_name, "%s.%s" % (self._hinge_name, key))


def no_input(*_):
    raise EOFError("it asks for input, and nobody is there to give it")


def old_div(a, b):
    return a // b if isinstance(a, int) and isinstance(b, int) else a / b


def decorator(*args, **options):
    """numba's jit and its like, with and without options: the function itself."""
    if len(args) == 1 and callable(args[0]) and not options:
        return args[0]
    return lambda function: function


def known(text):
    return lambda: importlib.import_module(text)


PYTHON_2 = {
    "xrange": range,
    "unicode": str,
    "basestring": str,
    "long": int,
    "unichr": chr,
    "raw_input": no_input,
    "reduce": functools.reduce,
    "izip": zip,
    "imap": map,
    "ifilter": filter,
}


def past():
    builtins = Stand("past.builtins", **PYTHON_2)
    return Stand("past", builtins=builtins, utils=Stand("past.utils", old_div=old_div))


def future():
    import builtins

    utils = Stand("future.utils", iteritems=iteritems, itervalues=itervalues, lrange=lrange, lmap=lmap)
    return Stand("future", builtins=builtins, utils=utils, standard_library=Nothing())


def six():
    moves = Stand("six.moves", range=range, zip=zip, map=map, filter=filter, input=no_input, **PYTHON_2)
    moves.__dict__["cPickle"] = Late("pickle")
    names = {"string_types": (str,), "integer_types": (int,), "text_type": str, "PY2": False, "PY3": True}
    return Stand("six", moves=moves, iteritems=iteritems, itervalues=itervalues, **names)


class Late:
    """A module that is imported when it is used."""

    def __init__(self, name):
        self.__dict__["_hinge_name"] = name

    def __getattr__(self, key):
        if key.startswith("__"):
            raise AttributeError(key)
        return getattr(importlib.import_module(self._hinge_name), key)


def iteritems(items):
    return iter(items.items())


def itervalues(items):
    return iter(items.values())


def lrange(*args):
    return list(range(*args))


def lmap(*args):
    return list(map(*args))


def tqdm():
    stand = Stand("tqdm", tqdm=Bar, tqdm_notebook=Bar, trange=lambda *args, **_: Bar(range(*args)))
    stand.__dict__["tnrange"] = stand.trange
    stand.__dict__["notebook"] = stand.__dict__["auto"] = stand
    return stand


def numba():
    names = "jit njit vectorize guvectorize stencil jitclass".split()
    return Stand("numba", prange=range, **{name: decorator for name in names})


# Stood in for even where they are installed: they draw, stop for a person, or compile for seconds.
ALWAYS = {
    "matplotlib": (Nothing, "nothing is drawn"),
    "pylab": (Nothing, "nothing is drawn"),
    "seaborn": (Nothing, "nothing is drawn"),
    "IPython": (Nothing, "nothing is shown"),
    "pdb": (Nothing, "it does not stop for a debugger"),
    "ipdb": (Nothing, "it does not stop for a debugger"),
    "pudb": (Nothing, "it does not stop for a debugger"),
    "tqdm": (tqdm, "no progress is shown"),
    "numba": (numba, "its functions run as plain Python"),
}

IF_MISSING = {
    "past": (past, "Python 3's own names are used"),
    "future": (future, "Python 3's own names are used"),
    "six": (six, "Python 3's own names are used"),
    "__builtin__": (known("builtins"), "in Python 3 it is builtins"),
    "cPickle": (known("pickle"), "in Python 3 it is pickle"),
    "Queue": (known("queue"), "in Python 3 it is queue"),
    "StringIO": (known("io"), "in Python 3 it is io"),
}

# NumPy's old names, gone from 1.24 or 2.0 on.
OLD_NUMPY = {
    "float": ("float", float),
    "int": ("int", int),
    "bool": ("bool", bool),
    "object": ("object", object),
    "long": ("int", int),
    "str": ("str", str),
    "complex": ("complex", complex),
    "Inf": ("np.inf", float("inf")),
    "Infinity": ("np.inf", float("inf")),
    "infty": ("np.inf", float("inf")),
    "NaN": ("np.nan", float("nan")),
    "NAN": ("np.nan", float("nan")),
    "float_": ("np.float64", "float64"),
    "int_": ("np.int64", "int64"),
    "product": ("np.prod", "prod"),
    "cumproduct": ("np.cumprod", "cumprod"),
    "alltrue": ("np.all", "all"),
    "sometrue": ("np.any", "any"),
    "row_stack": ("np.vstack", "vstack"),
    "in1d": ("np.isin", "isin"),
    "asscalar": ("x.item()", lambda x: x.item()),
}
