"""What Semgrex patterns are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Attribute:
    """``tag:/VB.*/``; ``!:`` asks for anything else or nothing, ``?:`` for this or nothing.

    Attributes:
        name: of the attribute; ``$`` for the root of the graph.
        key: in a map such as ``morphofeatures``, ``""`` otherwise.
        sign: how the two are parted.
        value: what it must be.
        regex: whether the value is a regular expression.
    """

    name: str
    key: str = ""
    sign: str = ":"
    value: str = ""
    regex: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """Descriptions of which one must fit (or none, if negated), and a name, ``""`` for none."""

    options: tuple[tuple[Attribute, ...], ...]
    negated: bool
    name: str
    offset: int


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation to a node with relations of its own."""

    sign: str
    label: str
    regex: bool
    edge: str
    target: Tree
    offset: int


@dataclass(frozen=True, slots=True)
class Group:
    """Relations that must all hold, or of which one must; or one that is negated or optional."""

    kind: Literal["all", "any", "not", "maybe"]
    parts: tuple[Expression, ...]
    offset: int


Expression: TypeAlias = Relation | Group


@dataclass(frozen=True, slots=True)
class Tree:
    """A node and what it is related to."""

    node: Node
    relations: tuple[Expression, ...]
