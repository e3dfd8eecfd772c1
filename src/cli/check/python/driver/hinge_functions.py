"""What a file's functions and methods are called and take, and the methods' instances."""

import ast

from hinge_code import FUNCTIONS, Code
from hinge_stubs import Missing

PLAIN = (int, float, str, bool, type(None))
MOST_TEXT = 200


class Functions:
    def __init__(self, code: Code, is_data):
        self.code = code
        self.is_data = is_data
        self.found = []
        # By the name that a call uses: the class where there is one, and whether it takes an instance.
        self.owners = {}
        for name, node in code.defined.items():
            value = code.names.get(name)
            if isinstance(node, ast.ClassDef):
                if isinstance(value, type):
                    self.add_methods(name, node, value)
            elif isinstance(node, ast.AsyncFunctionDef) or not callable(value):
                continue
            else:
                function = node.value if isinstance(node, ast.Assign) else node
                self.owners[name] = None
                self.found.append(describe(name, node, function.args, value))

    def add_methods(self, name, node, owner):
        methods = {each.name: each for each in self.bodies(node)}
        fresh = None
        for method in [each for each in node.body if isinstance(each, ast.FunctionDef)]:
            kinds = {part.id for part in method.decorator_list if isinstance(part, ast.Name)}
            if methods[method.name] is not method or method.name.startswith("__") or "property" in kinds:
                continue
            called = "%s.%s" % (name, method.name)
            has_self = "staticmethod" not in kinds
            about = describe(called, method, method.args, getattr(owner, method.name, None), skip=has_self)
            if has_self and "classmethod" not in kinds:
                fresh = instance(owner) if fresh is None else fresh
                about["attributes"] = [
                    each for each in reads(method, methods) if not self.is_data(getattr(fresh, each, None))
                ]
            self.owners[called] = (owner, method.name, "attributes" in about)
            self.found.append(about)

    def bodies(self, node):
        """The methods of a class, those of its bases in this file first."""
        for base in node.bases:
            parent = self.code.defined.get(base.id) if isinstance(base, ast.Name) else None
            if isinstance(parent, ast.ClassDef) and parent is not node:
                yield from self.bodies(parent)
        yield from (each for each in node.body if isinstance(each, ast.FunctionDef))

    def get(self, name, attributes):
        """What a call of that name calls; attributes are set on a fresh instance."""
        if name not in self.owners:
            raise KeyError(name)
        if self.owners[name] is None:
            return self.code.names[name]
        owner, method, needs_instance = self.owners[name]
        if not needs_instance:
            return getattr(owner, method)
        one = instance(owner)
        for key, value in attributes.items():
            setattr(one, key, value)
        return getattr(one, method)


def instance(owner):
    """Made without arguments; where that does not work, made without its constructor."""
    try:
        return owner()
    except (Exception, SystemExit):
        return object.__new__(owner)


def reads(method, methods, seen=()):
    """The attributes of self that a method, or one that it calls, reads before it has set them."""
    own = method.args.args[0].arg if method.args.args else None
    found, stored = [], set()
    for part in in_order(method):
        if not (isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == own):
            continue
        if isinstance(part.ctx, ast.Store):
            stored.add(part.attr)
        elif part.attr in methods:
            if part.attr not in seen and part.attr != method.name:
                found += reads(methods[part.attr], methods, seen + (method.name, part.attr))
        elif part.attr not in stored:
            found.append(part.attr)
    return list(dict.fromkeys(found))


def in_order(node):
    """The parts of a tree as they run: a value before what it is assigned to."""
    if isinstance(node, ast.Assign):
        parts = [node.value] + node.targets
    elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Attribute):
        # self.W -= step reads self.W first.
        target = node.target
        parts = [ast.Attribute(target.value, target.attr, ast.Load()), node.value, target]
    else:
        parts = list(ast.iter_child_nodes(node))
    for part in parts:
        yield from in_order(part)
        yield part


def describe(name, node, args, value, skip=False):
    lines = [node.lineno] + [each.lineno for each in getattr(node, "decorator_list", [])]
    return {
        "name": name,
        "line": min(lines),
        "endLine": node.end_lineno,
        "parameters": parameters(args, value)[1 if skip else 0 :],
    }


def parameters(args, value):
    """What a function takes, by its text; defaults by their values."""
    positional = getattr(args, "posonlyargs", []) + args.args
    first_default = len(positional) - len(args.defaults)
    values = defaults_of(value, len(args.defaults))
    found = []
    for i, each in enumerate(positional):
        found.append({"name": each.arg, "hasDefault": i >= first_default})
        if i >= first_default:
            found[-1].update(default(values, i - first_default, args.defaults[i - first_default]))
    if args.vararg is not None:
        found.append({"name": args.vararg.arg, "hasDefault": False, "how": "rest"})
    for each, node in zip(args.kwonlyargs, args.kw_defaults):
        found.append({"name": each.arg, "hasDefault": node is not None, "how": "keyword"})
        if node is not None:
            found[-1].update(default(None, 0, node))
    if args.kwarg is not None:
        found.append({"name": args.kwarg.arg, "hasDefault": False, "how": "rest"})
    return found


def defaults_of(value, count):
    values = getattr(getattr(value, "__wrapped__", value), "__defaults__", None)
    return values if isinstance(values, tuple) and len(values) == count else None


def default(values, i, node):
    try:
        value = ast.literal_eval(node) if values is None else values[i]
    except ValueError:
        return {}
    if type(value) not in PLAIN or isinstance(value, Missing):
        return {}
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return {}
    return {"defaultValue": value[:MOST_TEXT] if isinstance(value, str) else value}
