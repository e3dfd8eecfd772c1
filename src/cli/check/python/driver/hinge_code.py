"""Loads a file's definitions: imports, functions, classes and plain constants, and nothing that computes."""

import __future__ as future_features
import ast
import sys
import types

from hinge_modules import Modules
from hinge_stubs import OLD_NUMPY, PYTHON_2, Missing, MissingModule

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
ASSIGNMENTS = (ast.Assign, ast.AugAssign, ast.AnnAssign)
NAMES = (ast.Constant, ast.Name, ast.Attribute, ast.UnaryOp, ast.expr_context, ast.unaryop)
LITERALS = NAMES + (ast.Tuple, ast.List, ast.Set, ast.Dict)
TESTS = NAMES + (ast.Compare, ast.Subscript, ast.BoolOp, ast.cmpop, ast.boolop)
ENDING = (Exception, SystemExit)
MODULE_NAME = "submission"


class Code:
    def __init__(self, tree, path, folder, numpy):
        self.tree = tree
        self.path = path
        self.notes = []
        self.of_python_2 = False
        self.modules = Modules(folder, self.note, numpy)
        module = types.ModuleType(MODULE_NAME)
        sys.modules[MODULE_NAME] = module
        self.names = module.__dict__
        self.names.update(__file__=path, __builtins__=self.modules.builtins)
        # Statements that compute, by the names that they set, and those that are not tried again.
        self.later = {}
        self.tried = set()
        # The statements that set constants.
        self.plain = {}
        # Definitions by name; the last of a name counts.
        self.defined = {}
        self.failed = {}
        self.give_old_names(numpy)
        self.take(tree.body)

    def note(self, sentence):
        if sentence not in self.notes:
            self.notes.append(sentence)

    def take(self, body):
        for statement in body:
            self.take_one(statement)

    def take_one(self, node):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            self.take_import(node)
        elif isinstance(node, FUNCTIONS + (ast.ClassDef,)):
            self.define(node)
        elif isinstance(node, ASSIGNMENTS):
            self.assign(node)
        elif isinstance(node, ast.If):
            self.take_if(node)
        elif isinstance(node, ast.Try):
            self.take_try(node)
        elif isinstance(node, ast.With):
            self.take(node.body)

    def take_if(self, node):
        test = self.plain_value(node.test)
        main = any(isinstance(part, ast.Name) and part.id == "__name__" for part in ast.walk(node.test))
        if test is None or main:
            # Not known here, or not for an import: what it defines is there either way.
            self.take(node.orelse)
            self.take(node.body)
        else:
            self.take(node.body if test[0] else node.orelse)

    def take_try(self, node):
        self.modules.strict = True
        try:
            self.take(node.body)
            self.modules.strict = False
            self.take(node.orelse)
        except (ImportError, NameError, AttributeError):
            self.modules.strict = False
            for handler in node.handlers:
                self.take(handler.body)
        finally:
            self.modules.strict = False
        self.take(node.finalbody)

    def plain_value(self, test):
        """(value,) of a test that only looks something up, or None."""
        if not all(isinstance(part, TESTS) for part in ast.walk(test)):
            return None
        try:
            return (bool(eval(compile(ast.Expression(test), self.path, "eval"), self.names)),)
        except ENDING:
            return None

    def take_import(self, node):
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            return
        try:
            self.run(node)
        except ImportError as error:
            if self.modules.strict:
                raise
            # The module is there, one of its names is not.
            module = getattr(node, "module", None) or node.names[0].name
            for alias in node.names:
                if alias.name in PYTHON_2:
                    self.names[alias.asname or alias.name] = PYTHON_2[alias.name]
                else:
                    name = "%s.%s" % (module, alias.name)
                    self.names.setdefault(alias.asname or alias.name, Missing(module, name))
            self.note("{line:%d}: %s" % (node.lineno, str(error)[:200]))

    def define(self, node):
        before = self.defined.get(node.name)
        if before is not None and not self.modules.strict:
            self.note(
                "`%s` is defined twice, in {line:%d} and {line:%d}; the last one counts"
                % (node.name, before.lineno, node.lineno)
            )
        try:
            self.run_needing(node)
        except ENDING as error:
            if not (node.decorator_list and self.define_bare(node, error)):
                # An earlier function of that name must not pass for this one.
                self.names.pop(node.name, None)
                self.failed[node.name] = "%s: %s" % (type(error).__name__, str(error)[:200])
                self.note("`%s` ({line:%d}) is left out: %s" % (node.name, node.lineno, self.failed[node.name]))
                return
        self.failed.pop(node.name, None)
        self.defined.pop(node.name, None)
        self.defined[node.name] = node

    def define_bare(self, node, error):
        decorators, node.decorator_list = node.decorator_list, []
        try:
            self.run_needing(node)
        except ENDING:
            node.decorator_list = decorators
            return False
        says = "`%s` ({line:%d}) runs without its decorator, which failed: %s"
        self.note(says % (node.name, node.lineno, str(error)[:200]))
        return True

    def assign(self, node):
        if node.value is None:
            return
        names = [part.id for target in targets_of(node) for part in ast.walk(target) if isinstance(part, ast.Name)]
        if is_plain(node) and self.assign_now(node, names):
            return
        for name in names:
            # What is computed later replaces a constant, and may build on it.
            if name in self.plain:
                self.names.pop(name, None)
            self.later.setdefault(name, self.plain.pop(name, [])).append(node)

    def assign_now(self, node, names):
        """Whether a constant, another name for something or a lambda could be set."""
        try:
            self.run(node)
        except ENDING:
            if self.modules.strict:
                raise
            return False
        for name in names:
            self.plain[name] = [node]
            self.later.pop(name, None)
            self.defined.pop(name, None)
        if isinstance(node.value, ast.Lambda) and len(names) == 1:
            self.defined[names[0]] = node
        return True

    def run(self, node):
        code = compile(
            ast.Module([node], []),
            self.path,
            "exec",
            # Annotations are not evaluated: their imports are often in another cell.
            flags=future_features.annotations.compiler_flag,
            dont_inherit=True,
        )
        exec(code, self.names)

    def run_needing(self, node):
        self.retry(lambda: self.run(node))

    def retry(self, work):
        """Runs work; where it misses a name that the file computes, computes that and starts again."""
        while True:
            try:
                return work()
            except UnboundLocalError:
                raise
            except NameError as error:
                if not self.resolve(missing_name(error)):
                    raise

    def resolve(self, name):
        """Whether a name that was missing is there now."""
        if name is None or name in self.tried:
            return False
        self.tried.add(name)
        if name in self.later:
            for node in self.later[name]:
                try:
                    self.run_needing(node)
                except ENDING as error:
                    says = "`%s` is not there: {line:%d}, which computes it, failed (%s: %s)"
                    self.failed[name] = says % (name, node.lineno, type(error).__name__, str(error)[:100])
                    return False
            self.note("`%s` was computed by {line:%d}, outside of the function" % (name, self.later[name][0].lineno))
            return name in self.names
        if name in self.failed:
            return False
        module = self.modules.usual(name)
        if module is not None:
            self.names[name] = module
            return True
        if self.modules.stars:
            if self.modules.strict:
                raise MissingModule(self.modules.stars[-1], name)
            # A base class or a default: what is defined with it may work without it.
            self.names[name] = Missing(self.modules.stars[-1], name)
            return True
        return False

    def give_old_names(self, numpy):
        """NumPy's names of old, and what is used without an import, each with a note."""
        bound = set()
        for part in ast.walk(self.tree):
            bound.update(bound_by(part))
        for part in ast.walk(self.tree):
            if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
                if part.value.id in ("np", "numpy"):
                    self.give_old(part, numpy)
            elif isinstance(part, ast.Name) and part.id in GIVEN and part.id not in bound:
                bound.add(part.id)
                self.note(GIVEN[part.id] % (part.id, part.lineno))
                self.of_python_2 = self.of_python_2 or part.id in PYTHON_2

    def give_old(self, part, numpy):
        if part.attr not in OLD_NUMPY or part.attr in vars(numpy):
            return
        now, value = OLD_NUMPY[part.attr]
        known = getattr(numpy, value) if isinstance(value, str) else value
        setattr(numpy, part.attr, known)
        says = "`np.%s` ({line:%d}) is no longer in NumPy: write `%s`"
        self.note(says % (part.attr, part.lineno, now))


NO_IMPORT = "`%s` is used without an import ({line:%d}); numpy is given"
RENAMED = "`%s` ({line:%d}) is Python 2's and was run as "
GIVEN = {
    "np": NO_IMPORT,
    "numpy": NO_IMPORT,
    "xrange": RENAMED + "`range`: write that",
    "unicode": RENAMED + "`str`: write that",
    "basestring": RENAMED + "`str`: write that",
    "long": RENAMED + "`int`: write that",
    "unichr": RENAMED + "`chr`: write that",
    "raw_input": "`%s` ({line:%d}) is Python 2's: write `input`",
    "reduce": "`%s` ({line:%d}) is Python 2's: write `from functools import reduce`",
}


def bound_by(part):
    """The names that a part of the tree gives a meaning."""
    if isinstance(part, (ast.Import, ast.ImportFrom)):
        return [alias.asname or alias.name.split(".")[0] for alias in part.names]
    if isinstance(part, FUNCTIONS + (ast.ClassDef,)):
        return [part.name]
    if isinstance(part, ast.arg):
        return [part.arg]
    return [part.id] if isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load) else []


def targets_of(node):
    return node.targets if isinstance(node, ast.Assign) else [node.target]


def is_plain(node):
    if isinstance(node, ast.AugAssign) or not all(is_bare(target) for target in targets_of(node)):
        return False
    return isinstance(node.value, ast.Lambda) or all(isinstance(part, LITERALS) for part in ast.walk(node.value))


def is_bare(target):
    return isinstance(target, (ast.Name, ast.Tuple, ast.List))


def missing_name(error):
    name = getattr(error, "name", None)
    if name is None:
        parts = str(error).split("'")
        name = parts[1] if len(parts) == 3 else None
    return name
