"""Which functions the views in a database call.

A view comes from a file, so it may only work with the cells of that file's tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from nhsdx.errors import NhsdxError
from nhsdx.model import quote_word, suggest_one_of

SAFE = """
    abs add any_value arg_max arg_min avg bool_and bool_or ceil ceiling coalesce concat concat_ws contains count
    count_star countif count_if date_add date_diff date_part date_sub date_trunc datediff datepart datesub datetrunc day
    dayname dayofmonth dayofweek dayofyear dense_rank divide element_at ends_with epoch exp first first_value floor
    greatest hour if ifnull ilike_escape instr isfinite isinf isnan isodow isoyear lag last last_day last_value lcase
    lead least left len length like_escape list_contains list_element list_extract list_has list_value ln log log10 log2
    lower ltrim make_date make_timestamp max max_by mean median min min_by minute mod mode month monthname multiply
    not_ilike_escape not_like_escape ntile nullif percent_rank position pow power prefix quantile quantile_cont
    quantile_disc quarter rank regexp_extract regexp_full_match regexp_matches regexp_replace replace reverse right
    round row_number rtrim second sign split_part sqrt starts_with stddev stddev_pop stddev_samp strftime string_split
    strip_accents strlen strpos strptime struct_extract struct_pack substr substring subtract suffix sum translate trim
    trunc try_strptime ucase unicode upper var_pop var_samp variance week weekofyear year
"""
SAFE_FUNCTIONS = frozenset(SAFE.split())
"""The functions that use nothing but their arguments.

Other functions read settings, variables, the clock or the query, write a log, wait, or make short texts long. Functions
that later versions of DuckDB add are not listed, so they are refused too.
"""
ALONE = """
    current_catalog current_date current_role current_schema current_time current_timestamp current_user localtime
    localtimestamp session_user
"""
CALLED_ALONE = frozenset(ALONE.split())
"""Functions that are called by their name alone, without brackets."""
BEFORE_COLUMNS = ("AS", "WITH", "RECURSIVE")
"""The words before the name of a query's result. Brackets after this name list columns, not arguments."""
DEFINITIONS = """
SELECT lower(view_name), sql FROM duckdb_views() WHERE database_name = 'source'
UNION ALL SELECT lower(table_name), sql FROM duckdb_tables()
    WHERE database_name = 'source' AND contains(upper(sql), 'GENERATED ALWAYS')
"""
NAMES = """
SELECT table_name FROM duckdb_tables() WHERE database_name = 'source' AND schema_name = 'main'
UNION SELECT view_name FROM duckdb_views() WHERE database_name = 'source' AND schema_name = 'main' AND NOT internal
ORDER BY 1
"""
MACROS = "SELECT function_name FROM duckdb_functions() WHERE database_name = 'source' ORDER BY 1 LIMIT 1"


class Token(NamedTuple):
    """A word or symbol in a definition, and whether it is a name rather than a keyword."""

    text: str
    is_name: bool


def expect_table(connection: Any, name: str, table: str | None) -> str:  # noqa: ANN401 - DuckDB's own
    """The given name. Raises NhsdxError if no table or view has this name, ignoring case."""
    found = [one for (one,) in connection.execute(NAMES).fetchall()]
    if table is None:
        hint = f"give one with --table: {', '.join(found)}" if found else "check that it is the right file"
        raise NhsdxError("this is a database: which table?", name, hint, code="usage")
    if table.lower() not in map(str.lower, found):
        message = f"the database has no table {quote_word(table)}"
        raise NhsdxError(message, name, suggest_one_of(table, found), code="unknown-reference")
    return table


def find_call(connection: Any, tokenize: Any, table: str) -> str | None:  # noqa: ANN401 - DuckDB's own
    """The first forbidden function that a view calls, directly or through other views; None if all are allowed.

    A macro can have the name of any function or operator, so all macros are refused. DuckDB writes definitions without
    comments, and with quotation marks around names that are keywords.
    """
    macro = connection.execute(MACROS).fetchone()
    if macro is not None:
        return str(macro[0])
    found: dict[str, list[str]] = {}
    for name, text in connection.execute(DEFINITIONS).fetchall():
        found.setdefault(name, []).append(text or "")
    waiting, seen = [table.lower()], {table.lower()}
    while waiting:
        for text in found.get(waiting.pop(), ()):
            tokens = _skip_title(list(_list_tokens(tokenize, text)))
            for call in _list_calls(tokens):
                return call
            used = {_read_name(token.text) for token in tokens if token.is_name} & found.keys() - seen
            seen |= used
            waiting += used
    return None


def _list_calls(tokens: Sequence[Token]) -> Iterator[str]:
    """The forbidden functions that a definition calls."""
    none = Token("", is_name=False)
    for before, token, after in zip([none, *tokens], tokens, [*tokens[1:], none], strict=False):
        word = _read_name(token.text)
        if not token.is_name:
            continue
        is_called = after.text == "(" and before.text.upper() not in BEFORE_COLUMNS
        if word in CALLED_ALONE or (is_called and word not in SAFE_FUNCTIONS):
            yield word


def _skip_title(tokens: list[Token]) -> list[Token]:
    """A definition without its first words, which give the name of the view or table."""
    places = (place for place, token in enumerate(tokens) if token.text.upper() in ("TABLE", "VIEW"))
    place = next(places, -1) + 2
    while place < len(tokens) and tokens[place].text == ".":
        place += 2
    return tokens[place:]


def _list_tokens(tokenize: Any, text: str) -> Iterator[Token]:  # noqa: ANN401 - DuckDB's own
    """The words and symbols in a definition. DuckDB counts the places of words in bytes."""
    encoded = text.encode()
    places = [(place, str(kind).rpartition(".")[2]) for place, kind in tokenize(text)]
    ends = [*(place for place, _ in places[1:]), len(encoded)]
    for (place, kind), end in zip(places, ends, strict=True):
        yield Token(encoded[place:end].decode(errors="replace").strip(), kind == "identifier")


def _read_name(text: str) -> str:
    """The name to compare: in lower case, and without quotation marks."""
    return re.sub(r'^"(.*)"$', lambda found: found[1].replace('""', '"'), text, flags=re.DOTALL).lower()
