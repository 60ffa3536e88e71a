"""Precision, recall, F1 and aligned accuracy, from counts."""

from __future__ import annotations

from dataclasses import dataclass

from semgraph.types import Json

_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Score:
    """How many units agree.

    Attributes:
        gold: units in the gold data.
        system: units in the system's output.
        correct: units of both that agree.
        aligned: gold units that have a counterpart in the output, ``None`` for units that are
            found or not found, such as tokens and sentences.
    """

    gold: int
    system: int
    correct: int
    aligned: int | None = None

    @property
    def precision(self) -> float | None:
        """Share of the system's units that are correct; ``None`` of none."""
        return self.correct / self.system if self.system else None

    @property
    def recall(self) -> float | None:
        """Share of the gold units that are found; ``None`` of none."""
        return self.correct / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; ``None`` where there is no unit at all."""
        units = self.gold + self.system
        return 2 * self.correct / units if units else None

    @property
    def aligned_accuracy(self) -> float | None:
        """Share of the aligned units that are correct; ``None`` of none."""
        return self.correct / self.aligned if self.aligned else None

    def to_json(self) -> Json:
        """Give the counts, and the figures rounded to six digits."""
        figures = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        counts = {"gold": self.gold, "system": self.system, "correct": self.correct}
        if self.aligned is not None:
            figures["aligned_accuracy"] = self.aligned_accuracy
            counts["aligned"] = self.aligned
        return {
            name: None if value is None else round(value, _DIGITS)
            for name, value in figures.items()
        } | counts
