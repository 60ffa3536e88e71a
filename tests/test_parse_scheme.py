"""Label schemes are told apart."""

from __future__ import annotations

import pytest

from semgraph.errors import SchemeError
from semgraph.parse import check_labels, detect_scheme
from semgraph.parse.scheme import UD_RELATIONS


def test_there_are_37_universal_relations():
    assert len(UD_RELATIONS) == 37


@pytest.mark.parametrize(
    ("labels", "scheme"),
    [
        (["ROOT", "nsubj", "nsubj:pass", "compound:prt", "dep", ""], "ud"),
        (["ROOT", "nsubj", "dobj", "pobj", "relcl"], "clearnlp"),
        (["ROOT", "sb", "oa", "nk"], "unknown"),
        (["ROOT", "nsubj", "dobj", "obl"], "unknown"),
        (["nsubj:pass", "dobj"], "unknown"),  # ClearNLP has no subtypes
        ([], "unknown"),
        ([""], "unknown"),
    ],
)
def test_scheme(labels, scheme):
    assert detect_scheme(labels) == scheme


def test_foreign_labels_are_named():
    with pytest.raises(SchemeError, match="'dobj', 'pobj:x'") as caught:
        check_labels(["nsubj", "pobj:x", "dobj", "root", "ROOT"], "ud")
    assert caught.value.labels == ("dobj", "pobj:x")


@pytest.mark.parametrize("scheme", ["ud", "unknown"])
def test_fitting_labels_pass(scheme):
    check_labels(["nsubj:pass", "obj", "root"], scheme)
    check_labels([], scheme)


def test_any_label_passes_in_an_unknown_scheme():
    check_labels(["sb", "oa"], "unknown")
