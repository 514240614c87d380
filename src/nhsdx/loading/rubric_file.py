"""Loads rubrics: rubrics that come with nhsdx, rubrics in other files, and overlays."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from nhsdx.errors import NhsdxError
from nhsdx.files.inside import leads_out
from nhsdx.files.shipped import Reference, find_shipped_path, list_shipped_ids, parse_reference
from nhsdx.files.source import STDIN, SourceText, expect_plain_name, is_file, read_source
from nhsdx.loading.rubric_data import LoadedRubric, build_rubric, find_format_problems
from nhsdx.model import ASSESSMENT_FORMAT, RUBRIC_FORMAT, Problem, Rubric

DEEPEST_CHAIN = 4
MOVE_BASE = "move the rubric that this overlay extends into the folder of this file"
BASE_PATH = re.compile(r"^(.+\.toml)(?:@(\d+(?:\.\d+\.\d+)?))?$")


def load_rubric(name: str) -> LoadedRubric:
    """The rubric in a file, or the shipped rubric with this id (`id`, `id@1` or `id@1.0.0`)."""
    reference = None if is_rubric_file(name) else parse_reference(name)
    return parse_rubric(read_source(name)) if reference is None else load_shipped(reference)


def is_rubric_file(name: str) -> bool:
    """Whether a name refers to a file and not to a shipped rubric.

    The id of a shipped rubric never refers to a file, but `./ID` does.
    """
    reference = parse_reference(name)
    return is_file(name) and (reference is None or reference.id not in list_shipped_ids())


def load_shipped(reference: Reference) -> LoadedRubric:
    """A rubric that comes with nhsdx. Raises NhsdxError if there is no rubric with this id and version."""
    loaded = _read_shipped(find_shipped_path(reference))
    version = loaded.rubric.rubric.version
    if not reference.admits(version):
        wanted = f"{reference.id}@{version.split('.')[0]}"
        message = f"nhsdx comes with version {version} of {reference.id}, not {reference.version}"
        hint = f"expected {wanted}; scores of different major versions cannot be compared"
        raise NhsdxError(message, hint=hint, code="rubric-version")
    return loaded


@functools.cache
def _read_shipped(path: Path) -> LoadedRubric:
    """The rubric in a file that belongs to this package. Such a file does not change while nhsdx runs."""
    return parse_rubric(read_source(str(path)))


def build_rubric_reference(name: str, rubric: Rubric, output: str | None) -> str:
    """How a file at `output` refers to its rubric: by a path from the file's folder, or else by id and major version.

    A path in a file cannot lead to a folder above, so a rubric file outside the folder of `output` needs `--rubric`.
    Raises NhsdxError if a path is not possible and a rubric that comes with nhsdx has the same id.
    """
    if not is_rubric_file(name):
        return rubric.reference.split(".", 1)[0]
    path = _find_relative_path(name, output)
    if not leads_out(path):
        return path
    if rubric.rubric.id in list_shipped_ids():
        hint = "write the assessment into the folder of the rubric, or into a folder above it"
        message = (
            "an assessment cannot refer to a rubric file outside its own folder, and the id of this rubric belongs to "
            "a rubric that comes with nhsdx"
        )
        raise NhsdxError(message, name, hint, code="path-outside")
    return rubric.reference.split(".", 1)[0]


def move_reference(name: str, reference: str, rubric: Rubric, output: str | None) -> str:
    """How a file at `output` refers to the rubric that the file `name` uses."""
    if not reference.endswith(".toml"):
        return reference
    return build_rubric_reference(str(Path(name).parent / reference), rubric, output)


def build_base_reference(name: str, loaded: LoadedRubric, output: str | None) -> str:
    """How an overlay at `output`, or else in the current folder, refers to its base, which was loaded as `name`."""
    id_and_major = loaded.rubric.reference.split(".", 1)[0]
    major = id_and_major.rpartition("@")[2]
    if not is_rubric_file(name):
        return id_and_major
    path = _find_relative_path(name, output)
    if leads_out(path):
        message = "an overlay cannot extend a rubric outside its own folder"
        hint = "save this file in that rubric's folder or a folder above, or copy that rubric into this file's folder"
        raise NhsdxError(message, name, hint, code="path-outside")
    return f"{path}@{major}"


def _find_relative_path(name: str, output: str | None) -> str:
    expect_plain_name(name)
    folder = Path() if output is None or output == STDIN else Path(output).parent
    return Path(os.path.relpath(name, folder)).as_posix()


def parse_rubric(source: SourceText, above: tuple[Path, ...] = ()) -> LoadedRubric:
    """The rubric in a file whose text has been read. Raises InvalidInputError with all problems.

    `above` lists the files of the overlays that extend this rubric.
    """
    problems = list(find_format_problems(source.data, (RUBRIC_FORMAT,)))
    if isinstance(source.data.get("format"), str):
        source.refuse(problems)
    source.refuse(_find_mix_up(source.data))
    if "extends" in source.data:
        from nhsdx.loading.overlay.laying import apply_overlay

        base = _load_base(source, (*above, Path(source.name).resolve()))
        return apply_overlay(source, base)
    rubric, found = build_rubric(source.data)
    return LoadedRubric(source, source.expect(rubric, [*problems, *found]), source.data)


def _find_mix_up(data: Mapping[str, object]) -> Iterator[Problem]:
    """A problem if a rubric file is really an assessment, or an overlay with `extends` in the wrong place."""
    head = data.get("rubric")
    if isinstance(head, str) and "assessment" in data:
        message = "this is the format of a rubric, but the file is an assessment"
        yield Problem(("format",), "wrong-format", message, f'expected format = "{ASSESSMENT_FORMAT}"')
    if isinstance(head, dict) and "extends" in head:
        remedy = 'expected extends = "…" above the first [table], as nhsdx rubric extend writes it'
        yield Problem(("rubric", "extends"), "unknown-key", '"extends" is not a key here', remedy, at_key=True)


def _load_base(source: SourceText, chain: tuple[Path, ...]) -> LoadedRubric:
    """The rubric that an overlay extends. Raises InvalidInputError if the rubric cannot be loaded."""
    try:
        found = _find_base(source, chain)
    except NhsdxError as error:
        if error.where or error.code == "invalid-input":
            raise
        source.refuse([Problem(("extends",), error.code, error.message, error.hint)])
        raise
    return found


def _find_base(source: SourceText, chain: tuple[Path, ...]) -> LoadedRubric:
    named = source.data["extends"]
    if len(chain) > DEEPEST_CHAIN:
        message = f"this chain has more than {DEEPEST_CHAIN} overlays"
        raise NhsdxError(message, hint="extend a rubric that is nearer to the complete rubric", code="too-deep")
    reference = parse_reference(named) if isinstance(named, str) else None
    path, version = _find_base_path(source, named, reference)
    if reference is not None and path is None:
        return load_shipped(reference)
    if path is None or not is_file(path):
        hint = (
            'expected a shipped rubric with its major version, as in "nhs-digital-leadership@2", or the path of a '
            'file, starting from the folder of this file, as in "system.toml"; "system@1" is system.toml in the same '
            "folder"
        )
        raise NhsdxError("the rubric that this overlay extends was not found", hint=hint, code="rubric-not-found")
    if path.resolve() in chain:
        message = "the overlay extends itself: " + " < ".join(one.name for one in (*chain, path))
        raise NhsdxError(message, hint="expected a chain of overlays that ends at a complete rubric", code="cycle")
    return _expect_version(parse_rubric(read_source(str(path)), chain), path, reference, version)


def _expect_version(base: LoadedRubric, path: Path, reference: Reference | None, version: str | None) -> LoadedRubric:
    """The base, if it has the id and version that the overlay gives; otherwise raises NhsdxError."""
    header = base.rubric.rubric
    wanted = Reference(header.id if reference is None else reference.id, version)
    if header.id != wanted.id or not wanted.admits(header.version):
        meant = wanted.id if version is None else f"{wanted.id}@{version}"
        message = f"{path.name} contains {base.rubric.reference}, not {meant}"
        raise NhsdxError(message, hint="expected the id and version of the rubric in that file", code="rubric-version")
    return base


def _find_base_path(source: SourceText, named: object, reference: Reference | None) -> tuple[Path | None, str | None]:
    """The file that an overlay extends, or None for a shipped rubric, and the version that the overlay gives."""
    if reference is not None and reference.id in list_shipped_ids():
        return None, reference.version
    if reference is not None:
        return source.expect_inside(f"{reference.id}.toml", MOVE_BASE), reference.version
    match = BASE_PATH.match(named) if isinstance(named, str) else None
    return (None, None) if match is None else (source.expect_inside(match[1], MOVE_BASE), match[2])
