"""``semgraph grammar trace`` and ``semgraph grammar why``: what they print, and exit codes."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from tests.cli_tools import GRAMMAR, LEFT, TURNED, run

RUSSIAN = """\
# sent_id = dispute
# text = Он принял в споре участие.
1\tОн\tон\tPRON\t_\tCase=Nom\t2\tnsubj\t_\t_
2\tпринял\tпринять\tVERB\t_\tTense=Past\t0\troot\t_\t_
3\tв\tв\tADP\t_\t_\t4\tcase\t_\t_
4\tсторону\tсторона\tNOUN\t_\tCase=Acc\t2\tobl\t_\t_
5\tучастие\tучастие\tNOUN\t_\tCase=Acc\t2\tobj\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_

""".replace("в споре", "в сторону")
IDIOMS = """\
grammar idioms
lexicon idioms {
  phrase            lemmas            gap  order
  принять участие   принять участие   1    fixed
  поставить точку   поставить точка   3    free
}
stage words {
  rule idiom -> hyperlexeme {
    pattern { phrase P from idioms }
    collapse P
  }
  rule object -> link {
    pattern { V [upos=VERB]; V -[obj]-> N;
              N [Case=Gen] }
    collapse V, N
  }
}
"""


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, content in (
        ("turned.conllu", TURNED),
        ("left.conllu", LEFT),
        ("dispute.conllu", RUSSIAN),
        ("small.sg", GRAMMAR),
        ("idioms.sg", IDIOMS),
    ):
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def command(name: str, *args: str, grammar: str = "small.sg") -> tuple[int, str]:
    result = run("grammar", name, *args, "--no-default-grammars", "--grammar", grammar)
    return result.exit_code, result.stdout


@pytest.mark.usefixtures("files")
def test_why_a_rule_matches() -> None:
    code, said = command("why", "particle_verb", "turned.conllu", "--lang", "en")
    assert code == 0
    assert said == (
        "small/particle_verb matches  small.sg:3\n"
        '  bound    V = "turned", P = "down"\n'
        '  made     "turned … down" t7 in s1\n'
        '  marked   direction "down" "turned" "completes"\n'
        "  because  V.upos is VERB; V -[compound:prt]-> P\n"
    )


@pytest.mark.usefixtures("files")
def test_why_a_rule_does_not_match() -> None:
    code, said = command("why", "particle_verb", "left.conllu", "--lang", "en")
    assert code == 1
    assert said == (
        "small/particle_verb does not match  small.sg:3\n"
        "  in       She left.\n"
        '  nearest  V = "left", P = "She"\n'
        '  "She" hangs from "left" by nsubj, the rule asks compound:prt\n'
        "    small.sg:4:34\n"
        "      pattern { V [upos=VERB]; V -[compound:prt]-> P }\n"
        "                                   ^\n"
    )


@pytest.mark.usefixtures("files")
def test_why_a_russian_idiom_is_not_there() -> None:
    code, said = command("why", "idiom", "dispute.conllu", "--lang", "ru", grammar="idioms.sg")
    assert code == 1
    assert said == (
        "idioms/idiom does not match  idioms.sg:8\n"
        "  in       Он принял в сторону участие.\n"
        '  nearest  P = "принял"\n'
        '  no entry of idioms stands here; "принять участие" comes nearest: 2 words stand between'
        ' "принял" and "участие", it allows 1 at most\n'
        "    idioms.sg:9:15\n"
        "      pattern { phrase P from idioms }\n"
        "                ^\n"
    )


@pytest.mark.usefixtures("files")
def test_why_a_russian_object_does_not_fit() -> None:
    code, said = command("why", "object", "dispute.conllu", "--lang", "ru", grammar="idioms.sg")
    assert code == 1
    assert said == (
        "idioms/object does not match  idioms.sg:12\n"
        "  in       Он принял в сторону участие.\n"
        '  nearest  V = "принял", N = "участие"\n'
        '  N.Case is Acc ("участие"), the rule asks Gen\n'
        "    idioms.sg:14:18\n"
        "      N [Case=Gen] }\n"
        "         ^\n"
    )


@pytest.mark.usefixtures("files")
def test_why_as_json_and_at_a_word() -> None:
    code, said = command(
        "why", "determiner", "turned.conllu", "--lang", "en", "--at", "turned", "--format", "json"
    )
    assert code == 1
    plain = orjson.loads(said)
    assert plain["verdict"] == "no match"
    assert plain["reason"]["place"]["line"] == 12
    assert plain["binding"]["N"] == [{"token": "t7", "form": "turned … down"}]


@pytest.mark.usefixtures("files")
def test_why_a_rule_is_off_or_unknown() -> None:
    code, said = command("why", "past", "turned.conllu", "--lang", "en", "--without", "small/past")
    assert (code, said.splitlines()[1]) == (1, "  the rule is switched off")
    result = run(
        "grammar", "why", "pasd", "turned.conllu", "--no-default-grammars", "--grammar", "small.sg"
    )
    assert result.exit_code == 2
    assert "there is no rule 'pasd'; did you mean 'past'?" in str(result.stderr)


@pytest.mark.usefixtures("files")
def test_a_rule_for_another_language_says_so() -> None:
    code, said = command("why", "ru.verbs/light_verb", "turned.conllu", "--lang", "en")
    assert code == 1
    assert "'ru.verbs' is written for 'ru', not for 'en'" in said


@pytest.mark.usefixtures("files")
def test_a_trace_reads_at_a_glance() -> None:
    code, said = command("trace", "turned.conllu", "--lang", "en")
    assert code == 0
    assert said == (
        "He finally turned the offer down.\n\n"
        "small/particles  words, overlap longest\n"
        '  + small/particle_verb  V=turned P=down  won "turned … down" t7 in s1'
        '  direction "down" "turned" "completes"\n'
        "  before He · finally · [turned] · the · offer · [down] · .\n"
        "  after  He · finally · [turned … down] · the · offer · .\n\n"
        "small/nucleus  nucleus, overlap longest\n"
        '  + small/determiner  N=offer D=the  won "the offer" t8 in s3\n'
        '  = small/past  V=turned … down  set  Done=Yes of "turned … down"\n'
        "  before He · finally · turned … down · [the] · [offer] · .\n"
        "  after  He · finally · turned … down · [the offer] · .\n\n"
        "7 tokens at first, 5 at last, 2 made\n\n"
    )


@pytest.mark.usefixtures("files")
def test_a_trace_as_json_lines_of_steps() -> None:
    _, said = command("trace", "turned.conllu", "--lang", "en", "--format", "steps")
    steps = [orjson.loads(line) for line in said.splitlines()]
    assert [(step["doc"], step["number"], step["stage"]) for step in steps] == [
        (0, 1, "particles"),
        (0, 2, "nucleus"),
    ]
    _, said = command(
        "trace", "turned.conllu", "--lang", "en", "--format", "json", "--rule", "past"
    )
    (step,) = orjson.loads(said)["steps"]
    assert [match["rule"] for match in step["matches"]] == ["small/past"]
    _, said = command(
        "trace", "left.conllu", "--lang", "en", "--format", "json", "--stage", "particles", "--all"
    )
    (step,) = orjson.loads(said)["steps"]
    assert step["before"] == step["after"]


@pytest.mark.usefixtures("files")
def test_a_trace_of_what_there_is_not() -> None:
    for option, message in (
        (("--rule", "past_"), "there is no rule 'past_'; did you mean 'past'?"),
        (("--stage", "nuclei"), "there is no stage 'nuclei'; did you mean 'nucleus'?"),
    ):
        result = run(
            "grammar",
            "trace",
            "turned.conllu",
            *option,
            "--lang",
            "en",
            "--no-default-grammars",
            "--grammar",
            "small.sg",
        )
        assert result.exit_code == 2
        assert message in str(result.stderr)


@pytest.mark.model
@pytest.mark.parametrize(
    ("rule", "text", "said"),
    [
        ("light_verb", "They made a long walk.", "no row of light_verb has verb=make, noun=walk"),
        ("ru.verbs/light_verb", "Он сделал вывод.", 'P = "сделал" "вывод"'),
    ],
)
def test_shipped_rules_can_be_asked(rule: str, text: str, said: str) -> None:
    assert said in run("grammar", "why", rule, text).stdout
    assert "tokens at first" in run("grammar", "trace", text).stdout


@pytest.mark.usefixtures("files")
def test_why_words_were_taken() -> None:
    Path("late.sg").write_text(
        "grammar late\nuse small\nstage late {\n"
        "  rule r { pattern { V -[compound:prt]-> P } collapse V, P }\n}\n"
    )
    args = ("why", "late/r", "turned.conllu", "--lang", "en", "--at", "down")
    code, said = command(*args, grammar="late.sg")
    assert code == 1
    assert said == (
        "late/r comes too late  late.sg:4\n"
        "  in       He finally turned the offer down.\n"
        '  matched  V = "turned", P = "down"  before small/particles\n'
        '  small/particle_verb took "turned" "down" for "turned … down" t7 in s1\n'
        "    small.sg:3\n"
    )


@pytest.mark.usefixtures("files")
def test_splits_are_shown() -> None:
    Path("cut.sg").write_text(
        "grammar cut\nstage cut {\n  phase pieces\n"
        "  rule r { pattern { W [form=turned] } split W at -2 }\n}\n"
    )
    args = ("turned.conllu", "--lang", "en")
    assert command("trace", *args, grammar="cut.sg")[1] == (
        "He finally turned the offer down.\n\n"
        "cut/cut  pieces, overlap longest\n"
        '  + cut/r  W=turned  won "turn" t2 "ed" t3 in s1\n'
        "  before He · finally · [turned] · the · offer · down · .\n"
        "  after  He · finally · [turn] · [ed] · the · offer · down · .\n\n"
        "7 tokens at first, 8 at last, 0 made\n\n"
    )
    assert command("why", "r", *args, grammar="cut.sg") == (
        0,
        "cut/r matches  cut.sg:4\n"
        '  bound    W = "turned"\n'
        '  split    "turn" t2 "ed" t3 in s1\n'
        "  because  W.form is turned\n",
    )
