"""Builds tables column by column, on any engine, with the few expressions that scoring needs."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, TypeVar

import narwhals as nw
from narwhals.typing import IntoFrame

from nhsdx.errors import NhsdxError
from nhsdx.limits import OF_OTHERS, OF_POLARS, TableLimit
from nhsdx.model import quote_word
from nhsdx.tables.cell_rules import EVERY_COLUMN, NO_RULES, STATUSES, CellRules
from nhsdx.tables.engines.duck_names import rename_columns
from nhsdx.tables.engines.folded_texts import add_folded_texts
from nhsdx.tables.map import BatchMap
from nhsdx.tables.words import match_headings, parse_number

Expr = nw.Expr
Frame = nw.DataFrame[Any] | nw.LazyFrame[Any]
K = TypeVar("K")
TEXT_TYPES = (nw.String, nw.Categorical, nw.Enum)
TERMS_AT_ONCE = 32
"""The maximum number of terms that are added at once, because some engines nest one addition for each term."""


@dataclass(slots=True)
class FrameBuilder:
    """A frame in which columns have names that are safe on every engine, and the original names of these columns.

    `names` gives the safe name for each original column, or for the answer column that a map gives for the original
    column. `folded` gives the columns of folded texts, `words` the meaning of words in a map, and `rules` how numbers
    and days are written.
    """

    frame: Frame
    names: Mapping[str, str]
    types: Mapping[str, nw.dtypes.DType]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rules: CellRules = NO_RULES
    folded: Mapping[str, str] = field(default_factory=dict)
    made: int = 0
    shared: dict[Hashable, Expr] = field(default_factory=dict)
    waiting: list[dict[str, Expr]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        native: IntoFrame,
        translation: BatchMap | None = None,
        known: Iterable[str] = (),
        only: Collection[str] | None = None,
    ) -> FrameBuilder:
        """The table for any frame that narwhals supports; a lazy frame stays lazy.

        A heading refers to the column that the map gives for this heading, or else to the `known` column with the same
        name, whatever its case and spaces. If `only` is given, the table has only these columns.
        """
        frame: Frame = nw.from_native(native)
        schema: Mapping[str, nw.dtypes.DType] = frame.collect_schema()
        own = {name: f"in{number}" for number, name in enumerate(schema)}
        if frame.implementation.is_spark_like():
            # In Spark, a dot in a name means a field of a struct.
            frame = nw.from_native(frame.to_native().toDF(*own.values()))
        else:
            if only is not None:
                schema = {name: kind for name, kind in schema.items() if name in only}
            frame = _select_columns(frame, own, list(schema))
        columns = {} if translation is None else translation.columns
        names = match_headings(schema, columns, known)
        _refuse_duplicates(names)
        types = dict(zip(names, schema.values(), strict=True))
        rules = NO_RULES if translation is None else translation.rules
        safe = dict(zip(names, map(own.__getitem__, schema), strict=True))
        texts = {name: safe[name] for name in sorted(safe.keys() & set(known)) if types[name] in TEXT_TYPES}
        frame, folded = add_folded_texts(frame, texts)
        return cls(frame, safe, types, _list_words(translation, rules), rules, folded)

    @property
    def limit(self) -> TableLimit:
        """The largest table and rubric that the engine can score in a reasonable time."""
        engine = self.frame.implementation
        return OF_OTHERS if engine.is_duckdb() or engine.is_spark_like() else OF_POLARS

    @property
    def code_step(self) -> int:
        """The step in which the words in cells are compared, after the step in which the numbers in cells are read."""
        return 1 if self.rules.numbers.is_plain else 2

    def advise(self, most: int) -> str:
        """A remedy for a rubric or table that is larger than a limit."""
        other = "" if self.limit is OF_POLARS else "; Polars allows more: leave out --engine"
        return f"expected at most {most:,} when scoring a table{other}"

    def __contains__(self, column: str) -> bool:
        """Whether the original frame has a column with that name."""
        return column in self.names

    def find_words(self, column: str, *, of_numbers: bool = False) -> Mapping[str, str]:
        """The meanings of the words in a column: those that the map gives for this column, and those for all columns.

        In a column `of_numbers`, a number that the map lists for all columns keeps its meaning only if it means a
        status or an empty cell.
        """
        every = self.words.get(EVERY_COLUMN, {})
        if of_numbers:
            every = {word: one for word, one in every.items() if parse_number(word) is None or one in STATUSES}
        return {**every, **self.words.get(column, {})}

    def is_numeric(self, column: str, *, of_numbers: bool = False) -> bool:
        """Whether a column contains plain numbers, and the map gives them no other meaning."""
        return self.types[column].is_numeric() and not self.find_words(column, of_numbers=of_numbers)

    def col(self, column: str) -> Expr:
        """A column of the original frame."""
        return nw.col(self.names[column])

    def text(self, column: str) -> Expr:
        """The text of a column. Non-ASCII characters are folded, but spaces and case are not."""
        return nw.col(self.folded.get(column, self.names[column])).cast(nw.String())

    def share(self, key: Hashable, step: int, make: Callable[[], Expr]) -> Expr:
        """A column that several expressions need, made once for each key.

        The shared column is made before any column that `derive` adds later. The expression may use the original
        columns and columns shared in earlier steps.
        """
        if key not in self.shared:
            self.waiting += [{} for _ in range(step + 1 - len(self.waiting))]
            (name,) = self._make_names(1)
            self.waiting[step][name] = make()
            if step == 0:
                self.texts.append(name)
            self.shared[key] = nw.col(name)
        return self.shared[key]

    def derive(self, columns: Mapping[K, Expr]) -> dict[K, Expr]:
        """Adds a column for each expression, all in one step, and returns the new columns by key."""
        fresh = dict(zip(columns, self._make_names(len(columns)), strict=True))
        for step in (*self.waiting, {name: columns[key] for key, name in fresh.items()}):
            if step:
                self.frame = self.frame.with_columns(**step)
        self.waiting.clear()
        return {key: nw.col(name) for key, name in fresh.items()}

    def drop_texts(self, columns: Collection[str]) -> None:
        """Drops the given columns and the text of all cells, because DuckDB is slower with more columns."""
        gone = {*self.texts, *self.folded.values(), *(own for name, own in self.names.items() if name in columns)}
        kept = {name: name for name in self.frame.collect_schema() if name not in gone}
        self.frame = _select_columns(self.frame, kept, list(kept))
        self.texts.clear()

    def _make_names(self, count: int) -> list[str]:
        self.made += count
        return [f"x{number}" for number in range(self.made - count, self.made)]


def _select_columns(frame: Frame, names: Mapping[str, str], columns: Sequence[str]) -> Frame:
    """The given columns of a frame, renamed: `names` has the new name of every column."""
    wanted = {column: names[column] for column in columns}
    if not frame.implementation.is_duckdb():
        # Polars would read some of the names as patterns.
        return frame.rename(dict(names)).select(*wanted.values())
    # In DuckDB, narwhals would read a star as all columns.
    native: Frame = nw.from_native(rename_columns(frame.to_native(), wanted))
    return native


def _list_words(translation: BatchMap | None, rules: CellRules) -> dict[str, Mapping[str, str]]:
    """The meaning of the words in a map, column by column."""
    words = {} if translation is None else {name: rules.fold(one) for name, one in translation.words.items()}
    return {**words, EVERY_COLUMN: rules.empty_words | words.get(EVERY_COLUMN, {})}


def _refuse_duplicates(names: Sequence[str]) -> None:
    twice = next((name for name, count in Counter(names).items() if count > 1), None)
    if twice is not None:
        message = f"two columns of the table are meant for the same answers: {quote_word(twice)}"
        raise NhsdxError(message, "", "leave one of them out, or map it to other answers", code="duplicate")


def collect_rows(frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
    """The rows of a small lazy frame."""
    table = frame.collect()
    rows: list[dict[str, Any]] = (
        table.rows(named=True) if table.implementation.is_polars() else table.to_arrow().to_pylist()
    )
    return rows


def make_number(value: float) -> Expr:
    """An expression for a constant score or weight."""
    return nw.lit(float(value), dtype=nw.Float64())


def make_null() -> Expr:
    """A missing score."""
    return nw.lit(None, dtype=nw.Float64())


def make_code(code: int) -> Expr:
    """An expression for a constant code of a word."""
    return nw.lit(code, dtype=nw.Int16())


def make_truth(*, value: bool) -> Expr:
    """A condition that is always true or always false."""
    return nw.lit(value, dtype=nw.Boolean())


def sum_terms(terms: Iterable[Expr]) -> Expr:
    """The sum of the terms that are not null; 0 if all are null. If there are many terms, they are added in parts."""
    listed = list(terms)
    while len(listed) > TERMS_AT_ONCE:
        starts = range(0, len(listed), TERMS_AT_ONCE)
        listed = [nw.sum_horizontal(*listed[start : start + TERMS_AT_ONCE]) for start in starts]
    return nw.sum_horizontal(*listed) if listed else make_number(0)


def multiply(weight: float, value: Expr) -> Expr:
    """The value multiplied by its weight."""
    return value if weight == 1 else weight * value


def find_lowest(terms: Iterable[Expr]) -> Expr:
    """The lowest of one or more terms, leaving out nulls; null where all terms are null."""
    listed = list(terms)
    return nw.min_horizontal(*listed) if len(listed) > 1 else listed[0]


def find_highest(terms: Iterable[Expr]) -> Expr:
    """The highest of one or more terms, leaving out nulls; null where all terms are null."""
    listed = list(terms)
    return nw.max_horizontal(*listed) if len(listed) > 1 else listed[0]


def join_any(conditions: Iterable[Expr]) -> Expr:
    """Whether any of the given conditions is true; false if there are none."""
    listed = list(conditions)
    return _join(operator.or_, listed) if listed else make_truth(value=False)


def join_all(conditions: Iterable[Expr]) -> Expr:
    """Whether all the given conditions are true; true if there are none."""
    listed = list(conditions)
    return _join(operator.and_, listed) if listed else make_truth(value=True)


def _join(operator_: Callable[[Expr, Expr], Expr], conditions: Sequence[Expr]) -> Expr:
    """Conditions that are joined in a balanced tree, because engines limit the depth of an expression."""
    if len(conditions) == 1:
        return conditions[0]
    middle = len(conditions) // 2
    return operator_(_join(operator_, conditions[:middle]), _join(operator_, conditions[middle:]))


def is_true(condition: Expr) -> Expr:
    """The condition with false in place of null."""
    return nw.when(condition).then(make_truth(value=True)).otherwise(make_truth(value=False))


def count_true(condition: Expr) -> Expr:
    """1 in rows in which a condition is true, and 0 in other rows."""
    return nw.when(condition).then(make_number(1)).otherwise(make_number(0))


def keep_where(condition: Expr, value: Expr) -> Expr:
    """The value in rows in which the condition is true; null in other rows."""
    return nw.when(condition).then(value)


def choose(cases: Iterable[tuple[Expr, Expr]], otherwise: Expr) -> Expr:
    """The value that belongs to the first case that is true."""
    listed = list(cases)
    return reduce(lambda rest, case: nw.when(case[0]).then(case[1]).otherwise(rest), reversed(listed), otherwise)


def look_up(cases: Iterable[tuple[Expr, Expr]], otherwise: Expr) -> Expr:
    """The value of the first case that is true, for any number of cases; no value may be null."""
    listed = [nw.when(condition).then(value) for condition, value in cases]
    return nw.coalesce(*listed, otherwise) if listed else otherwise


def is_one_number(value: Expr, numbers: Sequence[float]) -> Expr:
    """Whether a value is one of the given numbers."""
    return value == numbers[0] if len(numbers) == 1 else value.is_in(list(numbers))


def limit_score(score: Expr, limit: float) -> Expr:
    """The score, or the limit if the limit is lower; null in rows without a score."""
    return nw.when(score > limit).then(make_number(limit)).otherwise(score)
