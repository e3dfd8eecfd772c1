"""What a learner's code may import and use: what is installed, what lies beside the file, and stand-ins."""

import builtins
import functools
import importlib
import importlib.machinery
import os
import sys

from hinge_stubs import ALWAYS, IF_MISSING, PYTHON_2, Missing, MissingModule, Nothing, no_input

# Modules that notebooks import in another cell, by the names that code then uses.
USUAL_NAMES = {
    "math": "math",
    "random": "random",
    "time": "time",
    "sys": "sys",
    "os": "os",
    "copy": "copy",
    "itertools": "itertools",
    "functools": "functools",
    "collections": "collections",
    "plt": "matplotlib",
    "tqdm": "tqdm",
    "pdb": "pdb",
    "torch": "torch",
    "tf": "tensorflow",
    "jnp": "jax",
    "jax": "jax",
    "scipy": "scipy",
    "cp": "cupy",
}


def leave(code=None):
    raise SystemExit(code)


class Modules:
    """The code's own __builtins__, with an import that never fails before something missing is used."""

    def __init__(self, folder, note, numpy):
        self.folder = folder
        self.note = note
        # In a `try:` the code itself deals with what is missing; in a call, use is what follows.
        self.strict = False
        self.stars = []
        self.builtins = dict(vars(builtins))
        self.builtins.update(PYTHON_2)
        self.builtins.update(
            __import__=self.importer,
            input=no_input,
            exit=leave,
            quit=leave,
            np=numpy,
            numpy=numpy,
            breakpoint=lambda *_, **__: None,
            get_ipython=Nothing,
            display=Nothing(),
        )
        if folder is not None:
            sys.meta_path.insert(0, Beside(folder, self.builtins, inside=True))
            sys.meta_path.append(Beside(folder, self.builtins, inside=False))

    def importer(self, name, globals=None, locals=None, fromlist=(), level=0):
        if level > 0:
            return self.relative(name, globals, locals, fromlist, level)
        top = name.split(".")[0]
        if top in ALWAYS:
            self.stand(top, ALWAYS)
        try:
            module = builtins.__import__(name, globals, locals, fromlist, 0)
        except (MissingModule, ModuleNotFoundError) as error:
            if top in IF_MISSING:
                return self.member(self.stand(top, IF_MISSING), name, fromlist)
            if top in ALWAYS:
                return self.member(sys.modules[top], name, fromlist)
            return self.missing(name, fromlist, error, "is not here")
        except (Exception, SystemExit) as error:
            reason = "could not be loaded (%s: %s)" % (type(error).__name__, str(error)[:100])
            return self.missing(name, fromlist, error, reason)
        return module

    def missing(self, name, fromlist, error, reason):
        if self.strict:
            if isinstance(error, ImportError) and not isinstance(error, ModuleNotFoundError):
                raise error
            raise MissingModule(name)
        self.note("the module %s %s; what uses it fails" % (name, reason))
        if fromlist and "*" in fromlist:
            self.stars.append(name)
        return Missing(name if fromlist else name.split(".")[0])

    def stand(self, top, table):
        """A stand-in, made once; code and modules beside it then import it by its name."""
        make, says = table[top]
        if not hasattr(sys.modules.get(top), "_hinge_stand"):
            module = make()
            module.__dict__["_hinge_stand"] = True
            sys.modules[top] = module
            self.note("the module %s is stood in for: %s" % (top, says))
        return sys.modules[top]

    def member(self, module, name, fromlist):
        if not fromlist:
            return module
        return functools.reduce(getattr, name.split(".")[1:], module)

    def relative(self, name, globals, locals, fromlist, level):
        """`from .layers import f` in a file that is no package: layers beside it."""
        if globals is not None and globals.get("__package__"):
            return builtins.__import__(name, globals, locals, fromlist, level)
        if level > 1:
            return self.missing("." * level + name, fromlist, MissingModule(name), "is not beside the file")
        if name != "":
            return self.importer(name, None, None, fromlist, 0)
        around = Nothing()
        around.__dict__.update({each: self.importer(each) for each in fromlist if each != "*"})
        return around

    def usual(self, name):
        """A module that the code uses without importing it, or None."""
        if name not in USUAL_NAMES:
            return None
        self.note("`%s` is used without an import; %s is given" % (name, USUAL_NAMES[name]))
        return self.importer(USUAL_NAMES[name])


class Beside:
    """Finds modules in the file's folder: after everything installed, but what lies inside such a package first."""

    def __init__(self, folder, own, inside):
        self.folder = folder
        self.inside = inside
        self.loader = (loader_with(own), [".py"])

    def find_spec(self, name, path=None, _=None):
        if self.inside != (path is not None):
            return None
        if path is None:
            places = [self.folder]
        else:
            places = [each for each in path if each.startswith(self.folder + os.sep)]
        for place in places:
            spec = importlib.machinery.FileFinder(place, self.loader).find_spec(name)
            if spec is not None and spec.loader is not None:
                return spec
        return None


def loader_with(own):
    class Loader(importlib.machinery.SourceFileLoader):
        def exec_module(self, module):
            module.__dict__["__builtins__"] = own
            super().exec_module(module)

    return Loader
