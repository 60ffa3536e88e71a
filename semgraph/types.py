"""Aliases of the domain: ids of the document, variables of a pattern, array shapes."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

# Ids in a token graph document.
LeafId: TypeAlias = str  # "w3"
TokenId: TypeAlias = str  # "t7"
StepId: TypeAlias = str  # "s1"
EdgeId: TypeAlias = str  # "e0"

# A pattern's variable is never a graph id.
Variable: TypeAlias = str

# An index into a string table.
StringId: TypeAlias = int

# Kinds of semantic tokens, from small to large; a leaf is below them all.
TokenKind: TypeAlias = Literal["atom", "link", "hyperlexeme"]
ZoomLevel: TypeAlias = Literal["leaf", "atom", "link", "hyperlexeme"]
MarkerKind: TypeAlias = Literal["resonance", "direction", "tension"]

Ints: TypeAlias = NDArray[np.integer[Any]]  # ids, indices or offsets; stored as int32
Longs: TypeAlias = NDArray[np.integer[Any]]  # join keys; stored as int64
Floats: TypeAlias = NDArray[np.floating[Any]]  # measures; NaN where nothing is known
Bools: TypeAlias = NDArray[np.bool_]  # a mask
Json: TypeAlias = dict[str, Any]
