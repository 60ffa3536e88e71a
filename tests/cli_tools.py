"""What tests of the command line share: a runner, a small treebank, a small grammar."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from semgraph.cli.app import command

ROOT = Path(__file__).parent.parent

TURNED = """\
# sent_id = turned
# text = He finally turned the offer down.
1\tHe\the\tPRON\tPRP\tCase=Nom\t3\tnsubj\t_\t_
2\tfinally\tfinally\tADV\tRB\t_\t3\tadvmod\t_\t_
3\tturned\tturn\tVERB\tVBD\tTense=Past\t0\troot\t_\t_
4\tthe\tthe\tDET\tDT\tDefinite=Def\t5\tdet\t_\t_
5\toffer\toffer\tNOUN\tNN\tNumber=Sing\t3\tobj\t_\t_
6\tdown\tdown\tADP\tRP\t_\t3\tcompound:prt\t_\tSpaceAfter=No
7\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_

"""
LEFT = """\
# sent_id = left
1\tShe\tshe\tPRON\tPRP\t_\t2\tnsubj\t_\t_
2\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""
GRAMMAR = """\
grammar small
stage particles {
  rule particle_verb -> link {
    pattern { V [upos=VERB]; V -[compound:prt]-> P }
    collapse V, P  head V  lemma "{V.lemma} {P.lemma}"  class verb-particle mwe
    direction P -> V "completes"
  }
}
stage nucleus {
  phase nucleus
  rule determiner {
    pattern { N []; N -[det]-> D }
    absorb D into N
  }
  rule past {
    pattern { V [Tense=Past] }
    set V.Done = "Yes"
  }
}
"""


def run(*args: str, input: bytes | str | None = None) -> Result:  # noqa: A002  # click's name
    """Run the command line in this process."""
    return CliRunner().invoke(command, args, input=input)


def process(*args: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "semgraph", *args],
        input=stdin,
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
