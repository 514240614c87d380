"""Checks what the linter does not check: size, complexity, names and cycles of the source.

    python tools/style.py [FOLDER]      the folder of a package; the default is src/nhsdx

Prints a line for each finding, and ends with 1 if there are any.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from radon.complexity import cc_visit
from radon.visitors import Function

MOST_COMPLEX = 10
MOST_FILES = 15
MOST_LINES = 299
MOST_IMPORTS = 9
LEAST_VERBS = 0.55

VERBS = frozenset(
    """
    add admit aggregate align allow analyse apply ask assess bound build can cap carry catch check choose clean clear
    collect combine comment compare complete compute convert count cover cut depend derive describe divide draw drop
    dump embed emit encode escape evaluate expand expect explain extract fill find forget format freeze get group has
    hide import indent index is join judge keep limit lint list load locate look make match may measure merge migrate
    mix move multiply name need nest normalise number omit open orient pack parse pick place print project publish
    quote raise read record recompute refuse reject remove rename reorder replace report require rescore rewrite round
    run say score select set shorten show sort split start stop subtract suggest sum summarise suppress survey swap
    sync tabulate validate verify wait watch weigh widen write
    """.split()
)
"""The first words of functions that say what they do. Add a verb when you need one; nouns and adjectives stay out."""

PARTICIPLE = re.compile(
    r"\w+ed|\w+ing|drawn|found|given|held|kept|laid|left|lost|made|said|seen|sent|shown|taken|told|written"
)
NO_PARTICIPLES = frozenset("embed feed finding heading meaning need reading speed string warning".split())
"""Words that look like participles but are verbs or nouns."""

PROPERTIES = {"property", "cached_property"}

Def: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Module:
    """A file of the package, by the name under which it is imported."""

    path: Path
    name: str
    text: str
    tree: ast.Module

    @property
    def functions(self) -> Iterator[Def]:
        """Every function and method, except special methods and overloads."""
        for node in ast.walk(self.tree):
            if isinstance(node, Def) and not node.name.startswith("__") and "overload" not in list_decorators(node):
                yield node

    def place(self, line: int) -> str:
        """A line of the file, as `file:line`."""
        return f"{self.path}:{line}"


def main(arguments: Sequence[str]) -> int:
    """Prints the findings of a folder."""
    folder = Path(arguments[0] if arguments else "src/nhsdx")
    modules = [read_module(path, folder) for path in sorted(folder.rglob("*.py"))]
    checks = (
        *(check_complexity, check_sizes, check_verbs, check_participles, check_class_names, check_imports),
        check_cycles,
    )
    findings = [finding for check in checks for finding in check(modules)]
    print("\n".join(findings) or "no finding")
    return 1 if findings else 0


def read_module(path: Path, folder: Path) -> Module:
    """A file of a package."""
    parts = path.relative_to(folder.parent).with_suffix("").parts
    text = path.read_text(encoding="utf-8")
    return Module(path, ".".join(parts[:-1] if parts[-1] == "__init__" else parts), text, ast.parse(text))


def list_decorators(node: Def) -> set[str]:
    """The last words of a function's decorators, as in `property` or `setter`."""
    called = (one.func if isinstance(one, ast.Call) else one for one in node.decorator_list)
    return {ast.unparse(one).rpartition(".")[2] for one in called}


def check_complexity(modules: Iterable[Module]) -> Iterator[str]:
    """Functions with too many paths through them."""
    for module in modules:
        for block in cc_visit(module.text):
            if isinstance(block, Function) and block.complexity > MOST_COMPLEX:
                place = module.place(block.lineno)
                yield f"{place}: {block.name} has complexity {block.complexity}, over {MOST_COMPLEX}"


def check_sizes(modules: Iterable[Module]) -> Iterator[str]:
    """Folders of too many files, and files of too many lines."""
    folders = Counter(module.path.parent for module in modules)
    yield from (f"{one}: {count} files, over {MOST_FILES}" for one, count in folders.items() if count > MOST_FILES)
    for module in modules:
        count = len(module.text.splitlines())
        if count > MOST_LINES:
            yield f"{module.path}: {count} lines, over {MOST_LINES}"


def check_verbs(modules: Iterable[Module]) -> Iterator[str]:
    """Too few functions whose names say what they do; properties are values, so their names are nouns."""
    firsts = [
        split_name(node.name)[0]
        for module in modules
        for node in module.functions
        if not list_decorators(node) & PROPERTIES
    ]
    share = sum(word in VERBS or word.removesuffix("s") in VERBS for word in firsts) / (len(firsts) or 1)
    if share < LEAST_VERBS:
        others = Counter(word for word in firsts if word not in VERBS).most_common(20)
        yield f"{share:.0%} of functions begin with a verb, under {LEAST_VERBS:.0%}; others: {dict(others)}"


def check_participles(modules: Iterable[Module]) -> Iterator[str]:
    """Functions whose name begins with a participle; `shown_answer` is a noun, so it may name a property."""
    for module in modules:
        for node in module.functions:
            word, *rest = split_name(node.name)
            is_noun = rest and list_decorators(node) & PROPERTIES
            if PARTICIPLE.fullmatch(word) and word not in NO_PARTICIPLES and not is_noun:
                yield f"{module.place(node.lineno)}: {node.name} is named by a participle, not by a verb or a noun"


def split_name(name: str) -> list[str]:
    """The words of a name."""
    return name.strip("_").split("_")


def check_class_names(modules: Iterable[Module]) -> Iterator[str]:
    """Two classes with one name."""
    places = defaultdict(list)
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(module.place(node.lineno))
    yield from (f"{found[-1]}: {name} is also {found[0]}" for name, found in places.items() if len(found) > 1)


def check_imports(modules: Sequence[Module]) -> Iterator[str]:
    """Modules that import too many others; the file of a package itself may import all of its modules."""
    names = {module.name for module in modules}
    for module in modules:
        count = len({*list_imports(module, names)} - {module.name})
        if count > MOST_IMPORTS and module.path.name != "__init__.py":
            yield f"{module.path}: imports {count} modules of the package, over {MOST_IMPORTS}"


def check_cycles(modules: Sequence[Module]) -> Iterator[str]:
    """Modules that import each other when they are loaded, directly or through others."""
    names = {module.name for module in modules}
    graph = {module.name: set(list_imports(module, names)) for module in modules}
    reached = {name: reach(graph, name) for name in graph}
    groups = {frozenset(other for other in reached[name] if name in reached[other]) for name in graph}
    yield from (f"import cycle: {', '.join(sorted(group))}" for group in groups if group)


def reach(graph: Mapping[str, Iterable[str]], start: str) -> set[str]:
    """Everything that a module imports, directly or through others."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        new = set(graph[waiting.pop()]) - seen
        seen |= new
        waiting += new
    return seen


def list_imports(module: Module, names: set[str]) -> Iterator[str]:
    """The modules of the package that a module imports when it is loaded: not in functions, not for types only."""
    waiting: list[ast.AST] = list(module.tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name in names)
        elif isinstance(node, ast.ImportFrom):
            inner = {f"{node.module}.{one.name}" for one in node.names} & names
            # `from package import module` imports the module, not the package.
            yield from inner or {str(node.module)} & names
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting += node.orelse
        elif not isinstance(node, Def | ast.Lambda):
            waiting += ast.iter_child_nodes(node)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
