"""Small changes of a module's source, each asleep until its number is named; `scripts/mutate.py` looks who finds them.

All chosen mutants of a module are written into one copy of it, `(changed if _AWAKE == 7 else as_it_was)`, so that the
compiled core is compiled once and not once a mutant. Left alone are annotations, decorators, docstrings, words of
errors, f-strings, and strings outside functions: words of a language are data, which labelled sentences judge.
"""

from __future__ import annotations

import ast
import copy
from dataclasses import dataclass
from typing import cast

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_REACHED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.MatMult: ast.Mult,
}  # fmt: skip
_WAKE = "int(__import__('os').environ.get('FIEBER_MUTANT', '0'))"
_LONGEST = 70  # characters of an expression in a list


@dataclass(frozen=True, slots=True)
class Place:
    """A place where the source can be changed: its line, and what becomes of what stands there."""

    line: int
    what: str


class Mutants(ast.NodeTransformer):
    """One walk over a module; `places` lists what can be changed, and what `chosen` names is written in.

    Args:
        compiled: whether the module is also compiled; then a return stays of its type.
        chosen: number of a mutant for the index of its place.
    """

    def __init__(self, *, compiled: bool, chosen: dict[int, int] | None = None) -> None:
        self.compiled = compiled
        self.chosen = chosen or {}
        self.places: list[Place] = []
        self.depth = 0  # of functions: 0 is the module

    def _number(self, line: int, what: str) -> int | None:
        self.places.append(Place(line, what))
        return self.chosen.get(len(self.places) - 1)

    def _offer(self, now: ast.expr, before: ast.expr, after: ast.expr) -> ast.expr:
        """Give `now`, or where this place is chosen, `after` if its number is awake."""
        number = self._number(before.lineno, f"{_short(before)} → {_short(after)}")
        return now if number is None else ast.IfExp(_awake(number), after, now)

    def _offer_without(self, now: ast.stmt, before: ast.stmt, instead: ast.stmt | None = None) -> ast.stmt:
        """Give a statement, or where this place is chosen, another or none if its number is awake."""
        number = self._number(before.lineno, f"{_short(before)} → {_short(instead) if instead else 'left out'}")
        return now if number is None else ast.If(_awake(number), [instead or ast.Pass()], [now])

    def _condition(self, test: ast.expr) -> ast.expr:
        return self._offer(self.visit(copy.deepcopy(test)), test, ast.UnaryOp(ast.Not(), copy.deepcopy(test)))

    def _body(self, body: list[ast.stmt]) -> list[ast.stmt]:
        return [statement if _is_text(statement) else self.visit(statement) for statement in body]

    def visit_Module(self, node: ast.Module) -> ast.Module:
        """Walk over all but what is imported or declared for the compiler."""
        left_alone = (ast.If, ast.Try)
        node.body = [one if isinstance(one, left_alone) or _is_text(one) else self.visit(one) for one in node.body]
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """Walk over defaults and body."""
        node.args.defaults = [self.visit(default) for default in node.args.defaults]
        node.args.kw_defaults = [default and self.visit(default) for default in node.args.kw_defaults]
        self.depth += 1
        node.body = self._body(node.body)
        self.depth -= 1
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        """Walk over the body."""
        node.body = self._body(node.body)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AnnAssign:
        """Walk over the value."""
        node.value = node.value and self.visit(node.value)
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.stmt:
        """Turn the operator round."""
        before = copy.deepcopy(node)
        node.value = self.visit(node.value)
        other = _REACHED.get(type(before.op))
        return self._offer_without(node, before, ast.AugAssign(before.target, other(), before.value)) if other else node

    def visit_Expr(self, node: ast.Expr) -> ast.stmt:
        """Leave a call out."""
        before = copy.deepcopy(node)
        node.value = self.visit(node.value)
        return self._offer_without(node, before) if isinstance(before.value, ast.Call) else node

    def visit_Return(self, node: ast.Return) -> ast.Return:
        """Return nothing."""
        before = copy.deepcopy(node.value)
        if before is None or (isinstance(before, ast.Constant) and before.value is None):
            return node
        node.value = self.visit(cast("ast.expr", node.value))
        if not self.compiled:
            node.value = self._offer(node.value, before, ast.Constant(None))
        return node

    def visit_Raise(self, node: ast.Raise) -> ast.stmt:
        """Leave it out; the words of an error stay."""
        return self._offer_without(node, node)

    def visit_Continue(self, node: ast.Continue) -> ast.stmt:
        """End the loop instead."""
        return self._offer_without(node, node, ast.Break())

    def visit_Break(self, node: ast.Break) -> ast.stmt:
        """Go on instead."""
        return self._offer_without(node, node, ast.Continue())

    def visit_If(self, node: ast.If) -> ast.If:
        """Turn the condition round."""
        node.test = self._condition(node.test)
        node.body, node.orelse = self._body(node.body), self._body(node.orelse)
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.IfExp:
        """Turn the condition round."""
        node.test = self._condition(node.test)
        node.body, node.orelse = self.visit(node.body), self.visit(node.orelse)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.comprehension:
        """Turn each condition round."""
        node.iter = self.visit(node.iter)
        node.ifs = [self._condition(test) for test in node.ifs]
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        """Take the border in or out, or turn the comparison round."""
        before = copy.deepcopy(node)
        now: ast.expr = cast("ast.expr", self.generic_visit(node))
        for k, operator in enumerate(before.ops):
            after = copy.deepcopy(before)
            after.ops[k] = _COMPARED[type(operator)]()
            now = self._offer(now, before, after)
        return now

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        """Turn the operator round; what joins texts or types stays."""
        before = copy.deepcopy(node)
        now = cast("ast.expr", self.generic_visit(node))
        other = _REACHED.get(type(before.op))
        text = any(isinstance(side, ast.JoinedStr) or _is_string(side) for side in (before.left, before.right))
        types = isinstance(before.op, ast.BitOr) and self.depth == 0
        if other is None or text or types:
            return now
        return self._offer(now, before, ast.BinOp(before.left, other(), before.right))

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        """Exchange and and or."""
        before = copy.deepcopy(node)
        now = cast("ast.expr", self.generic_visit(node))
        other = ast.Or() if isinstance(before.op, ast.And) else ast.And()
        return self._offer(now, before, ast.BoolOp(other, before.values))

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        """Leave a sign or a not out."""
        before = copy.deepcopy(node)
        now = cast("ast.expr", self.generic_visit(node))
        return self._offer(now, before, before.operand)

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        """Make a number larger, a text another, and no of yes."""
        value = node.value
        if isinstance(value, bool):
            return self._offer(node, node, ast.Constant(not value))
        if isinstance(value, int):
            return self._offer(node, node, ast.Constant(value + 1))
        if isinstance(value, float):
            return self._offer(node, node, ast.Constant(2 * value if value else 1.0))
        if isinstance(value, str) and self.depth > 0 and not self.compiled:
            return self._offer(node, node, ast.Constant(value + "X"))
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """Walk over the arguments, but for types, and for the step of a range, whose sign the compiler must know."""
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in ("cast", "declare"):
            node.args[1:] = [self.visit(argument) for argument in node.args[1:]]
            return node
        kept = node.args[2:] if name == "range" else []
        node.func = self.visit(node.func)
        node.args = [*(self.visit(argument) for argument in node.args[: len(node.args) - len(kept)]), *kept]
        node.keywords = [cast("ast.keyword", self.generic_visit(keyword)) for keyword in node.keywords]
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        """Leave `Literal["a", "b"]` alone."""
        literal = isinstance(node.value, ast.Name) and node.value.id == "Literal"
        return node if literal else cast("ast.expr", self.generic_visit(node))

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.JoinedStr:
        """Leave f-strings alone."""
        return node


def places(source: str, *, compiled: bool) -> list[Place]:
    """Give where a module can be changed, in the order of the walk."""
    walk = Mutants(compiled=compiled)
    walk.visit(ast.parse(source))
    return walk.places


def written(source: str, chosen: dict[int, int], *, compiled: bool) -> str:
    """Give the source with the chosen mutants written in: number for index of `places`; 0 is no mutant's number."""
    tree = ast.parse(source)
    Mutants(compiled=compiled, chosen=chosen).visit(tree)
    head = next(k for k, one in enumerate(tree.body) if not (_is_text(one) or isinstance(one, ast.ImportFrom)))
    declared = "_AWAKE = cython.declare(cython.int)\n" if compiled else ""
    # a compiled module knows `cython` only after its first statement, which imports it
    tree.body[head + compiled : head + compiled] = ast.parse(f"{declared}_AWAKE = {_WAKE}").body
    directives = source.splitlines()[0] if source.startswith("# cython:") else ""
    return f"{directives}\n{ast.unparse(ast.fix_missing_locations(tree))}\n"


def _awake(number: int) -> ast.expr:
    return ast.Compare(ast.Name("_AWAKE", ast.Load()), [ast.Eq()], [ast.Constant(number)])


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and _is_string(node.value)


def _is_string(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
