"""Who lives together: the kinds of household that the sample district is made of.

A member is written `role anchor lo..hi flag`: age is the age of the member numbered `anchor` (the head is 0) plus a
draw from lo..hi. Flags bind the members of the households that the year tells about one by one: L labour, N none,
S pupil or kindergarten child, I infant, D none and on dibao; without a flag chance decides.
"""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np

ROLES = ("head", "spouse", "child", "sibling", "son", "son_wife", "grandchild", "mother", "father")
MAX_SIZE = 7

# weight; the head's ages; share of male heads; the head's flag; the other members
_GENERAL = """
60; 66..90; 0.60; ;
30; 42..64; 0.92; ;
10; 60..66; 0.70; ;
32; 62..84; 0.95; ; spouse 0 -6..2
14; 45..61; 0.95; ; spouse 0 -6..2
22; 60..82; 0.45; ; child 0 -40..-24
14; 38..54; 0.55; ; child 0 -32..-24
5; 62..76; 0.40; ; grandchild 0 -62..-50
13; 38..58; 0.92; ; mother 0 20..32
34; 38..55; 0.94; ; spouse 0 -5..1; child 0 -31..-24
9; 25..33; 0.94; ; spouse 0 -4..2; child 0 -31..-24
12; 40..58; 0.95; ; spouse 0 -5..1; mother 0 21..31
18; 60..80; 0.95; ; spouse 0 -6..2; child 0 -36..-24
10; 58..74; 0.45; ; son 0 -32..-24; grandchild 1 -31..-24
10; 41..53; 0.45; ; child 0 -31..-24; sibling 1 -6..-2
4; 60..78; 0.40; ; son 0 -32..-24; son_wife 1 -5..1
52; 41..54; 0.95; ; spouse 0 -5..1; child 0 -31..-24; sibling 2 -6..-2
18; 40..55; 0.95; ; spouse 0 -5..1; child 0 -31..-24; mother 0 21..31
8; 58..76; 0.95; ; spouse 0 -6..2; son 0 -33..-24; son_wife 2 -5..1
8; 56..66; 0.95; ; spouse 0 -6..2; son 0 -32..-24; grandchild 2 -31..-24
10; 57..66; 0.40; ; son 0 -32..-24; son_wife 1 -5..1; grandchild 1 -31..-24
40; 41..53; 0.96; ; spouse 0 -5..1; child 0 -31..-24; sibling 2 -6..-2; mother 0 21..31
36; 56..66; 0.96; ; spouse 0 -6..2; son 0 -32..-24; son_wife 2 -5..1; grandchild 2 -31..-24
14; 38..48; 0.96; ; spouse 0 -5..1; child 0 -30..-24; sibling 2 -5..-2; sibling 3 -5..-2
8; 37..50; 0.97; ; spouse 0 -5..1; child 0 -31..-24; father 0 22..32; mother 0 21..30
44; 40..52; 0.97; ; spouse 0 -5..1; child 0 -31..-24; sibling 2 -6..-2; father 0 22..32; mother 0 21..30
50; 56..66; 0.97; ; spouse 0 -6..2; son 0 -32..-24; son_wife 2 -5..1; grandchild 2 -30..-24; sibling 4 -6..-2
1; 38..48; 0.97; ; spouse 0 -5..1; child 0 -30..-24; sibling 2 -5..-2; sibling 3 -5..-2; father 0 22..32; mother 0 21..30
"""

# The 42 households of the resettlement site: 124 persons, 63 of them labour, 12 pupils in 8 households.
_RELOCATED = """
1; 68..84; 0.6; D;
1; 68..84; 0.6; N;
2; 42..56; 1.0; L;
2; 67..80; 1.0; D; spouse 0 -3..2 D
1; 67..80; 1.0; N; spouse 0 -3..2 N
4; 66..78; 0.3; N; child 0 -38..-24 L
3; 45..57; 1.0; L; spouse 0 -5..1 L
4; 32..42; 1.0; L; spouse 0 -5..1 L; child 0 -31..-24 S
5; 42..56; 1.0; L; spouse 0 -5..1 L; mother 0 22..30 N
6; 66..78; 1.0; N; spouse 0 -4..2 N; child 0 -36..-26 L
4; 34..41; 1.0; L; spouse 0 -5..1 L; child 0 -30..-24 S; sibling 2 -5..-2 S
3; 42..54; 1.0; L; spouse 0 -5..1 L; father 0 23..32 N; mother 0 22..30 N
3; 66..76; 1.0; N; spouse 0 -4..2 N; son 0 -34..-26 L; son_wife 2 -5..1 L
2; 66..70; 1.0; N; spouse 0 -4..2 N; son 0 -40..-34 L; son_wife 2 -5..1 L; grandchild 2 -28..-24 I
1; 66..72; 1.0; N; spouse 0 -4..2 N; son 0 -34..-28 L; son_wife 2 -5..1 L; child 0 -42..-36 L
"""

# The households that exit in the year: 7 with 24 persons.
_EXITS = """
1; 45..56; 1.0; L; mother 0 22..30 N
1; 40..50; 0.0; L; child 0 -31..-26 S; sibling 1 -5..-2 S
1; 44..55; 1.0; L; spouse 0 -5..1 N; father 0 23..32 N
1; 66..76; 1.0; N; spouse 0 -4..2 N; child 0 -36..-26 L
1; 34..41; 1.0; L; spouse 0 -5..1 N; child 0 -30..-24 S; sibling 2 -5..-2 S
1; 42..52; 1.0; L; spouse 0 -5..1 L; father 0 23..32 N; mother 0 22..30 N
1; 34..41; 1.0; L; spouse 0 -5..1 N; child 0 -30..-24 S; sibling 2 -5..-2 S; mother 0 24..32 N
"""

# The households that have not exited: 12 with 24 persons, old, ill or disabled.
_UNEXITED = """
1; 70..84; 0.5; D;
2; 47..63; 1.0; D;
1; 52..60; 1.0; N;
1; 68..80; 1.0; N; spouse 0 -3..2 D
1; 50..62; 1.0; D; spouse 0 -5..1 N
1; 44..58; 1.0; D; mother 0 22..30 N
1; 66..76; 0.0; N; grandchild 0 -62..-58 S
1; 46..57; 1.0; L; mother 0 22..30 D
1; 45..55; 1.0; N; spouse 0 -5..1 L; mother 0 22..30 N
1; 40..50; 0.0; D; child 0 -31..-26 S; sibling 1 -5..-2 S
1; 38..44; 1.0; D; spouse 0 -5..1 L; child 0 -30..-24 S; sibling 2 -5..-2 S
"""


@dataclass(frozen=True)
class Kinds:
    """Kinds of household as arrays: one row a kind, one column a member (the head first)."""

    weight: Any
    head_age: Any  # lowest, highest
    male_head: Any
    size: Any
    role: Any  # index into ROLES
    anchor: Any
    lowest: Any
    highest: Any
    flag: Any  # '', L, N, S, I, D

    @cached_property
    def in_turn(self) -> Any:
        """The number of every kind as often as its weight says."""
        return np.repeat(np.arange(len(self.weight)), self.weight.astype(int))


def _read(text: str) -> Kinds:
    rows = [[part.strip() for part in line.split(";")] for line in text.strip().splitlines()]
    members = [[part.split() for part in row[4:] if part] for row in rows]
    shape = (len(rows), MAX_SIZE)
    role, anchor, lowest, highest = (np.zeros(shape, dtype=np.int16) for _ in range(4))
    flag = np.full(shape, "", dtype="<U1")
    for kind, (row, others) in enumerate(zip(rows, members, strict=True)):
        flag[kind, 0] = row[3]
        for slot, (name, base, span, *mark) in enumerate(others, start=1):
            role[kind, slot], anchor[kind, slot] = ROLES.index(name), int(base)
            lowest[kind, slot], highest[kind, slot] = (int(end) for end in span.split(".."))
            flag[kind, slot] = "".join(mark)
    ages = np.array([[int(end) for end in row[1].split("..")] for row in rows])
    weight = np.array([float(row[0]) for row in rows])
    male = np.array([float(row[2]) for row in rows])
    size = np.array([1 + len(others) for others in members])
    return Kinds(weight, ages, male, size, role, anchor, lowest, highest, flag)


@cache
def kinds(group: str) -> Kinds:
    """The kinds of a group's households: general, relocated, exits or unexited."""
    texts = {"general": _GENERAL, "relocated": _RELOCATED, "exits": _EXITS, "unexited": _UNEXITED}
    return _read(texts[group])
