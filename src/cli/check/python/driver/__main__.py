"""
The child's side of `hinge check`: loads a learner's file and calls its functions, as protocol.ts describes.

Requests are read from descriptor 3 and answered on descriptor 4, so that nothing the code prints gets between.
Python 3.8 and NumPy; nothing else.
"""

import json
import os
import sys
import warnings

REQUESTS, ANSWERS = 3, 4
MOST_MESSAGE = 500
RECURSION = 1000
# While libraries are loaded, which reserve more than they use.
LOADING_MEMORY = 4


class Sink:
    """Where prints go: away."""

    encoding = "utf-8"
    errors = "replace"
    closed = False

    def __init__(self):
        self.printed = False

    @property
    def buffer(self):
        return self

    def write(self, text):
        self.printed = True
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        pass

    def isatty(self):
        return False

    def fileno(self):
        raise OSError("output goes nowhere")


class Driver:
    def __init__(self, answers):
        self.pid = os.getpid()
        self.answers = answers
        self.sink = Sink()
        self.path = None
        self.code = None
        self.functions = None

    def say(self, answer):
        # A process that the code forked comes back here, too; its parent alone answers.
        if os.getpid() != self.pid:
            os._exit(0)
        self.answers.write(json.dumps(answer, allow_nan=False).encode() + b"\n")
        self.answers.flush()

    def serve(self, requests):
        for line in requests:
            request = json.loads(line)
            work = self.load if request["do"] == "load" else self.call
            self.say(self.guard(work, request))

    def guard(self, work, request):
        """What work answers, or why it has no answer."""
        limit = request["limit"]
        sys.setrecursionlimit(RECURSION)
        sys.stdout = sys.stderr = self.sink
        self.sink.printed = False
        try:
            with Alarm(limit):
                return work(request)
        except Timeout:
            return failure("timeout", "it ran longer than %g s" % limit)
        except MissingModule as error:
            return failure("missing-module", str(error), self.line_of(error), module=error.module)
        except SystemExit as error:
            return failure("exit", "the code ended its process, by exit()", self.line_of(error))
        except MemoryError as error:
            says = "it needs more memory than it may have"
            return failure("memory", "%s (%s)" % (says, error) if str(error) else says, self.line_of(error))
        except TooLarge as error:
            return failure("too-large", str(error))
        except BaseException as error:
            return failure("raised", described(error, self.code), self.line_of(error))

    def load(self, request):
        limit_memory(request["memory"] * LOADING_MEMORY)
        self.path = request["path"]
        try:
            tree, notes = hinge_python2.parse(request["text"], self.path, request.get("cells"))
        except SyntaxError as error:
            return failure("syntax", "%s: %s" % (type(error).__name__, error.msg), error.lineno)
        self.code = Code(tree, self.path, request.get("folder"), np)
        self.functions = Functions(self.code, is_data)
        notes += self.code.notes
        if self.code.of_python_2 or notes_of_python_2(notes):
            notes += integer_divisions(tree)
        limit_memory(request["memory"])
        return {"loaded": True, "functions": self.functions.found, "notes": notes}

    def call(self, request):
        noted = len(self.code.notes)
        self.code.modules.strict = True
        answer = self.code.retry(lambda: self.call_once(request))
        notes = self.code.notes[noted:]
        return dict(answer, notes=notes) if notes else answer

    def call_once(self, request):
        self.sink.printed = False
        given = Given(request)
        function = self.functions.get(request["function"], given.attributes)
        value = function(*given.positional, **given.named)
        answer = {"returned": returned(value), "changed": given.changed(), "printed": self.sink.printed}
        return answer

    def line_of(self, error):
        """The deepest line of the file that the exception, or the one it came from, passed."""
        line, trace = None, error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == self.path:
                line = trace.tb_lineno
            trace = trace.tb_next
        if line is None and isinstance(error.__context__, NameError):
            return self.line_of(error.__context__)
        return line


class Given:
    """A call's arguments, and copies that show which of them it changed."""

    def __init__(self, request):
        self.positional = [argument(wire) for wire in request["args"]]
        self.named = {key: argument(wire) for key, wire in request.get("named", {}).items()}
        self.attributes = {key: argument(wire) for key, wire in request.get("self", {}).items()}
        places = list(enumerate(self.positional)) + list(self.named.items())
        places += [("self." + key, value) for key, value in self.attributes.items()]
        self.arrays = [(place, value, value.copy()) for place, value in places if isinstance(value, np.ndarray)]

    def changed(self):
        return [place for place, value, before in self.arrays if not same(value, before)]


def failure(kind, message, line=None, **more):
    answer = dict(kind=kind, message=message[:MOST_MESSAGE], **more)
    if line is not None:
        answer["line"] = line
    return {"failure": answer}


def described(error, code):
    try:
        text = str(error)
    except BaseException:
        text = ""
    name = missing_name(error) if isinstance(error, NameError) else None
    if code is not None and name in code.failed:
        text = "%s; %s" % (text, code.failed[name])
    return "%s: %s" % (type(error).__name__, text) if text else type(error).__name__


def notes_of_python_2(notes):
    return any("Python 2's" in note for note in notes)


def integer_divisions(tree):
    lines = [node.lineno for node in ast.walk(tree) if divides_integers(node)]
    if not lines:
        return []
    says = "`/` between whole numbers (%s) rounded down in Python 2 and does not in Python 3: write `//` if that is meant"
    return [says % hinge_python2.lines_named(lines)]


def divides_integers(node):
    return (
        isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and whole(node.left) and whole(node.right)
    )


def whole(node):
    """Whether an expression is plainly an integer: 3, len(x), x.shape[0]."""
    if isinstance(node, ast.Constant):
        return type(node.value) is int
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in ("len", "int")
    return (
        isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and node.value.attr == "shape"
    )


def is_data(value):
    return isinstance(value, (int, float, np.ndarray, np.generic)) and not isinstance(value, bool)


def main():
    for descriptor in (REQUESTS, ANSWERS):
        os.set_inheritable(descriptor, False)
    warnings.simplefilter("ignore")
    driver = Driver(os.fdopen(ANSWERS, "wb"))
    driver.serve(os.fdopen(REQUESTS, "rb"))
    # Threads that the code left behind are not waited for.
    os._exit(0)


if __name__ == "__main__":
    # hinge says where this interpreter has its libraries: it is started without looking for them.
    sys.path[:] = [sys.path[0]] + json.loads(sys.argv[1])
    import ast

    import hinge_python2
    import numpy as np
    from hinge_code import Code, missing_name
    from hinge_functions import Functions
    from hinge_limits import Alarm, Timeout, limit_memory
    from hinge_stubs import MissingModule
    from hinge_wire import TooLarge, argument, returned, same

    del sys.path[0]
    main()
