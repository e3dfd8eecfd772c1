"""Reads a text as Python 3, or as Python 2 where that is what it is; every line keeps its number."""

import ast
import io
import tokenize

OPENING, CLOSING = ("(", "[", "{"), (")", "]", "}")
BETWEEN = (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.NL, tokenize.COMMENT)
RENAMED = {"iteritems": "items", "itervalues": "values", "iterkeys": "keys"}
MOST_LINES_NAMED = 3


def parse(text, path, cells=None):
    """
    The syntax tree, and notes on what had to be changed for it; cells of a notebook that do not parse are left
    out where others define functions. Raises SyntaxError.
    """
    try:
        return parse_whole(text, path)
    except SyntaxError as error:
        if cells is None:
            raise
        lines, notes = text.split("\n"), []
        for first, last in cells:
            try:
                parse_whole("\n".join(lines[first - 1 : last]), path)
            except SyntaxError as bad:
                lines[first - 1 : last] = [""] * (last - first + 1)
                says = "a cell that does not parse is left out ({line:%d}: %s)"
                notes.append(says % (first + (bad.lineno or 1) - 1, bad.msg))
        tree, more = parse_whole("\n".join(lines), path)
        if not any(isinstance(node, (ast.FunctionDef, ast.ClassDef)) for node in tree.body):
            raise error
        return tree, notes + more


def parse_whole(text, path):
    try:
        return tree_of(text, path), []
    except SyntaxError as error:
        first = error
    notes = []
    if isinstance(first, IndentationError) and "\t" in text:
        text, note = without_tabs(text)
        notes.append(note)
    changed, more = convert(text)
    notes += more
    if not notes:
        raise first
    return tree_of(changed, path), notes


def tree_of(text, path):
    try:
        return ast.parse(text, path)
    except (ValueError, RecursionError, MemoryError) as error:
        # Null bytes, or thousands of brackets.
        raise SyntaxError(str(error) or "too deeply nested")


def without_tabs(text):
    lines = text.split("\n")
    first = next(i for i, line in enumerate(lines) if "\t" in line)
    for i, line in enumerate(lines):
        body = line.lstrip(" \t")
        lines[i] = line[: len(line) - len(body)].expandtabs(8) + body
    note = "tabs and spaces are mixed ({line:%d}); a tab was read as up to 8 spaces, as Python 2 does"
    return "\n".join(lines), note % (first + 1)


def convert(text):
    """Python 2's statements as Python 3's, and a note for each kind of them."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return text, []
    edits, found = [], {}
    for start, stop in statements(tokens):
        words = tokens[start:stop]
        kind = words[0].string
        if kind in ("print", "exec"):
            change = call(words)
        elif kind == "except":
            change = except_as(words)
        elif kind == "raise":
            change = raise_with(words)
        else:
            continue
        if change:
            edits += change
            found.setdefault(kind, []).append(words[0].start[0])
    for kind, change, line in spellings(tokens):
        edits.append(change)
        found.setdefault(kind, []).append(line)
    return apply(text, edits), [ADVICE[kind] % lines_named(lines) for kind, lines in found.items()]


ADVICE = {
    "print": "Python 2's print statement (%s) was run as print(...): write the parentheses",
    "exec": "Python 2's exec statement (%s) was run as exec(...): write the parentheses",
    "except": "Python 2's `except E, e` (%s) was run as `except E as e`: write that",
    "raise": "Python 2's `raise E, text` (%s) was run as `raise E(text)`: write that",
    "iter": "Python 2's iteritems and its like (%s) were run as items(): write that",
    "<>": "Python 2's `<>` (%s) was run as `!=`: write that",
    "L": "Python 2's long integers such as 1L (%s) were run without the L: leave it out",
}


def lines_named(lines):
    lines = list(dict.fromkeys(lines))
    named = ", ".join("{line:%d}" % line for line in lines[:MOST_LINES_NAMED])
    more = len(lines) - MOST_LINES_NAMED
    return named if more <= 0 else "%s and %d more" % (named, more)


def statements(tokens):
    """First and last+1 token of each simple statement, and of each header up to its colon."""
    start, depth = None, 0
    for i, token in enumerate(tokens):
        if token.type == tokenize.OP:
            depth += (token.string in OPENING) - (token.string in CLOSING)
        ends = token.type in BETWEEN or token.type == tokenize.ENDMARKER
        ends = ends and not (depth > 0 and token.type in (tokenize.NL, tokenize.COMMENT))
        ends = ends or (depth == 0 and token.type == tokenize.OP and token.string in (";", ":"))
        if ends:
            if start is not None:
                yield start, i
            start = None
        elif start is None:
            start = i


def call(words):
    first = words[0]
    if len(words) == 1:
        return [(first.end, first.end, "()")] if first.string == "print" else []
    following = words[1]
    if following.string in ("=", ".", ",", "+=", "["):
        return []
    if following.string == "(" and closes_at(words, 1) == len(words) - 1:
        return []
    skip = 1
    if following.string == ">>":
        comma = comma_in(words)
        skip = len(words) if comma is None else comma + 1
    begin = words[skip].start if skip < len(words) else words[-1].end
    return [(first.end, begin, "("), (words[-1].end, words[-1].end, ")")]


def closes_at(words, start):
    """The place of the bracket that closes the one at `start`."""
    depth = 0
    for i in range(start, len(words)):
        depth += (words[i].string in OPENING) - (words[i].string in CLOSING)
        if depth == 0:
            return i
    return None


def comma_in(words):
    depth = 0
    for i, word in enumerate(words):
        depth += (word.string in OPENING) - (word.string in CLOSING)
        if depth == 0 and word.string == ",":
            return i
    return None


def except_as(words):
    comma = comma_in(words)
    return [] if comma is None else [(words[comma].start, words[comma].end, " as")]


def raise_with(words):
    comma = comma_in(words)
    if comma is None:
        return []
    return [(words[comma].start, words[comma].end, "("), (words[-1].end, words[-1].end, ")")]


def spellings(tokens):
    for one, two in zip(tokens, tokens[1:]):
        touching = one.end == two.start
        if one.string == "." and two.string in RENAMED:
            yield "iter", (two.start, two.end, RENAMED[two.string]), two.start[0]
        elif touching and one.string == "<" and two.string == ">":
            yield "<>", (one.start, two.end, "!="), one.start[0]
        elif one.string == "<>":
            yield "<>", (one.start, one.end, "!="), one.start[0]
        elif touching and one.type == tokenize.NUMBER and two.string in ("L", "l"):
            yield "L", (two.start, two.end, ""), two.start[0]


def apply(text, edits):
    lines = text.split("\n")
    for (row, column), (end_row, end_column), new in sorted(edits, reverse=True):
        if row == end_row:
            line = lines[row - 1]
            lines[row - 1] = line[:column] + new + line[end_column:]
        else:
            # From one line into the next: the text between is dropped, its line breaks are kept.
            lines[row - 1] = lines[row - 1][:column] + new
            for i in range(row, end_row - 1):
                lines[i] = ""
            lines[end_row - 1] = lines[end_row - 1][end_column:]
    return "\n".join(lines)
