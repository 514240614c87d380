"""Files that translate a table's columns and words."""

from __future__ import annotations

from nhsdx.files.source import read_source
from nhsdx.loading.rubric_data import find_format_problems
from nhsdx.loading.shape import validate
from nhsdx.tables.map import BATCH_MAP_FORMAT, BatchMap, find_batch_map_problems


def load_batch_map(name: str, answers: tuple[str, ...]) -> BatchMap:
    """The map of a file, for a rubric with these columns of answers.

    Raises NhsdxError or InvalidInputError with all that is wrong with it.
    """
    source = read_source(name)
    source.refuse(find_format_problems(source.data, (BATCH_MAP_FORMAT,)))
    read, problems = validate(BatchMap, source.data, {})
    problems += () if read is None else find_batch_map_problems(read, answers)
    source.refuse(problems)
    if read is None:
        raise AssertionError(name)
    return read
