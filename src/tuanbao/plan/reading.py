"""A located tree -> a model, with every problem at its line and column; and what can be read in spite of problems."""

from collections.abc import Iterator
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from tuanbao.language import Text
from tuanbao.plan import source
from tuanbao.plan.problems import Problem, path_text
from tuanbao.plan.sentences import code, sentence

Model = TypeVar("Model", bound=BaseModel)


class Findings:
    """Collects the problems of one document of a file."""

    def __init__(self, file: str, tree: source.Mapping) -> None:
        self.file = file
        self.tree = tree
        self.problems: list[Problem] = list(tree.problems)

    def add(self, path: source.Path_, code: str, message: Text, tree: source.Mapping | None = None) -> None:
        """A problem at a path; ``tree`` where it is another than the document's own (a patched variant)."""
        root = self.tree if tree is None else tree
        real, place = source.follow(root, path)
        key = path_text(source.as_written(root, real)) or "-"
        self.problems.append(Problem(self.file, *place, key, code, message))


def read(
    model: type[Model], tree: source.Mapping, findings: Findings, stand_ins: dict[str, Any]
) -> tuple[Model | None, source.Mapping]:
    """The model that the tree says, and the tree that it was read from; problems go to ``findings``.

    Where there are problems, the parts that have them are left out and the rest is read again, so that checks across
    parts can still look at what is sound; ``stand_ins`` take the place of top keys that cannot be read. The model is
    None where even that does not help.
    """
    sound = tree
    for path in _empty_values(tree):
        findings.add(path, "no_value", _NO_VALUE, tree)
    for holder in (_innermost_entry, _outermost_entry, _outermost_entry):
        try:
            return model.model_validate(sound), sound
        except ValidationError as error:
            details = [detail for detail in error.errors(include_url=False) if not _follows(detail, error)]
        if sound is tree:
            _report(model, [detail for detail in details if not _is_empty(detail)], findings, tree)
        paths = {holder(source.follow(sound, _path(detail["loc"]))[0]) for detail in details}
        sound = source.copy(sound)
        for path in sorted(paths, key=_last_first, reverse=True):
            _remove(sound, path)
        for key in stand_ins.keys() - sound.keys():
            sound.put(key, stand_ins[key], tree.place, tree.place)
    return None, sound


def _report(model: type[BaseModel], details: list[Any], findings: Findings, tree: source.Mapping) -> None:
    for detail in details:
        at = ("kind",) if detail["type"] == "union_tag_invalid" else detail.get("ctx", {}).get("at", ())
        loc = _path(detail["loc"])
        findings.add((*loc, *at), code(detail), sentence(detail, _keys_at(model, loc)), tree)


def _path(loc: tuple[int | str, ...]) -> source.Path_:
    """Without what pydantic adds to say that it means the key itself, or which form of a sum insured it tried."""
    return tuple(part for part in loc if part not in ("[key]", "<amount>"))


def _empty_values(value: Any, path: source.Path_ = ()) -> Iterator[source.Path_]:
    """Keys after which nothing stands: a forgotten value must not pass for a term that was left out."""
    if isinstance(value, source.Mapping):
        for key, item in value.items():
            yield from [(*path, key)] if item is None else _empty_values(item, (*path, key))
    elif isinstance(value, source.Sequence):
        for i, item in enumerate(value):
            yield from _empty_values(item, (*path, i))


_NO_VALUE = Text(
    "此键后面没有值；不需要就删去这一行", "nothing stands after this key; where it is not needed, leave it out"
)


def _is_empty(detail: Any) -> bool:
    return detail["input"] is None and isinstance(detail["loc"][-1], str)


def _follows(detail: Any, error: ValidationError) -> bool:
    """A list that is only too short because its items were refused."""
    within = (other["loc"] for other in error.errors(include_url=False) if len(other["loc"]) > len(detail["loc"]))
    return detail["type"] == "too_short" and any(loc[: len(detail["loc"])] == detail["loc"] for loc in within)


def _innermost_entry(path: source.Path_) -> source.Path_:
    """The smallest list entry, or else the key, that has the problem."""
    places = [depth for depth, part in enumerate(path) if isinstance(part, int)]
    return path[: places[-1] + 1] if len(places) > 1 else path


def _outermost_entry(path: source.Path_) -> source.Path_:
    """The whole benefit, tier or top key that has the problem."""
    return path[:2] if len(path) > 1 and isinstance(path[1], int) else path[:1]


def _last_first(path: source.Path_) -> tuple[tuple[int, str], ...]:
    return tuple((part, "") if isinstance(part, int) else (-1, part) for part in path)


def _remove(tree: Any, path: source.Path_) -> None:
    if not path:  # a complaint about the whole, with nothing to leave out
        return
    for part in path[:-1]:
        if isinstance(tree, source.Mapping) and part not in tree:
            return
        if isinstance(tree, source.Sequence) and not (isinstance(part, int) and part < len(tree)):
            return
        tree = tree[part]
    if isinstance(tree, source.Mapping):
        tree.pop(str(path[-1]), None)
    elif isinstance(tree, source.Sequence) and isinstance(path[-1], int) and path[-1] < len(tree):
        tree.drop(path[-1])


def _keys_at(model: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    """The keys that may stand in the mapping at a path of pydantic's own."""
    models = [model]
    for part in path[:-1]:
        if isinstance(part, int):
            continue
        inner = [m for outer in models for m in _models_of(outer, part)]
        tagged = [m for m in models if _is_tagged(m, part)]
        models = inner or tagged or models
    return sorted({info.alias or name for m in models for name, info in m.model_fields.items()})


def _models_of(model: type[BaseModel], key: str) -> list[type[BaseModel]]:
    for name, info in model.model_fields.items():
        if key in (name, info.alias):
            return list(_unfold(info.annotation))
    return []


def _is_tagged(model: type[BaseModel], tag: str) -> bool:
    kind = model.model_fields.get("kind")
    return kind is not None and tag in get_args(kind.annotation)


def _unfold(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _unfold(argument)
