"""Which words of a statement deny or limit it, join two ideas, or need an event that may never happen.

The rules do not parse English grammar: they are lists of words, tried on many statements. Doubtful cases are passed
over, because people who get a warning about a sound statement ignore the next warning.
"""

from __future__ import annotations

import re

DENYING = re.compile(
    r"(?<![-\w])(?:no (?:more|less|fewer|later|longer|higher|lower|worse|better|earlier|older) than)\b"
    r"|\bno\.\s*\d"
    r"|(?<![-\w])(no|not|never|nobody|no-one|none|nothing|nowhere|neither|nor|without|cannot|only|but|unless|except|yet"
    r"|although|though|however|despite|excluding|zero|lack|lacks|lacked|lacking|fail|fails|failed|failing|missing"
    r"|insufficient(?:ly)?|inadequate(?:ly)?|incomplete|outdated|unfilled|overloaded|overruled|ignor(?:e|es|ed|ing)"
    r"|resist(?:s|ed|ing)?|exclud(?:e|es|ed)|falls? short|rare|absent|vacant"
    r"|unable|refus(?:e|es|ed|al|als)|hardly|scarcely|barely|rarely"
    r"|seldom|rather than|instead of|other than|absence of|free (?:of|from)|at the expense of"
    r"|too (?:few|late|little|low|high|many|much|slow|old|small|long|short)|\w+n['\u2019]t)(?![-\w])",
    re.IGNORECASE,
)
"""Matches a word that denies or limits, as a group; `no later than` and `no. 5` do not count."""

HELPERS = r"(?:is|are|was|were|has|have|had|can|may|must|will|shall|does|do|did|could|would|should)"
VERBS = (
    r"(?:(?:accept|add|agree|allow|appear|approve|attend|ask|believe|belong|bring|choose|compare|compete|"
    r"confirm|consult|contain|decide|depend|describe|discuss|ensure|explain|follow|gather|get|give|happen|improve|include|"
    r"involve|keep|know|learn|make|meet|oversee|prevent|provide|publish|read|receive|reduce|reject|remove|require|respond|"
    r"say|see|send|show|speak|take|teach|tell|understand|write)s?|acts? on|completes|goes|publishes|teaches|discusses)"
)
NOUN_LIKE = (
    r"(?:(?:answer|audit|challenge|change|check|close|count|cover|find|fund|hold|lead|list|log|measure|monitor|name|note|"
    r"open|own|pay|plan|question|rank|rate|record|report|review|run|set|share|sign|support|test|track|train|update|use|"
    r"visit|work)s?)"
)
PARTICIPLES = (
    r"(?:(?!(?:un\w+|hundred|indeed|exceed|proceed|speed|breed|need|embed|feed)\b)\w{3,}ed|begun|bought|built|chosen|done|drawn|"
    r"found|given|held|kept|known|led|made|met|paid|run|seen|sent|set|shown|spent|taken|taught|told|understood|written)"
)
OBJECTS = r"(?:the|an?|its|their|each|every|all|any|it|them|this|that|these|those|what|how|whether|who|at least|two)"
FINITE = rf"(?:{HELPERS}|{VERBS}|{NOUN_LIKE}\s+{OBJECTS})"
CLAUSES = r"\b(?:that|which|who|whom|whose|where|when|whether|how|why|what|if|before|after|until|to)\b"
SUBJECT = rf"(?!{CLAUSES}|\b(?:of|for|with|and|or)\b)[\w'\u2019-]+"
AFTER_PARTICIPLE = (
    rf"(?=[.,]?$|\s+(?:{OBJECTS}|about|after|at|before|by|for|from|in|on|once|to|twice|with|within|yearly)\b)"
)
JOINS = tuple(
    re.compile(pattern)
    for pattern in (
        r";|[a-z]{3}[.!?]\s+[A-Z]|\s[\u2013\u2014]\s|\s[&+]\s|\splus\s|\b\w+ed/\w+ed\b",
        r"(?i)\b(?:as well as|and/or|in addition(?: to)?|along with|together with|both|either|while|whereas)\b",
        r"^[^,]*(,\s+(?:and|or)\s)[^,]*$",
        r",\s+(?:which|so|then)\s",
        rf"\b(?:and|or)\s+(?:\w+ly\s+|also\s+|then\s+|still\s+|now\s+)?(?:{HELPERS}|{VERBS})\b",
        r"\b(?:and|or)\s+(?:it|they|there|he|she|we|who|what|how|when|where|why|whether|if|until)\b",
        rf"\b(?:and|or)\s+(?:this|these)\s+{HELPERS}\b",
        rf"\b(?:and|or)\s+(?:\w+ly\s+|also\s+|then\s+)?{NOUN_LIKE}\s+{OBJECTS}\b",
        r"^(?:\S+\s+){2,}((?:and|or)\s+(?:report (?:to|on|back)|work with|answer to))\b",
        r"^(?:\S+\s+){4,}((?:and|or)\s+(?:reports (?:to|on|back)|works with|answers to))\b",
        rf"\b{PARTICIPLES}\s+(?:and|or)\s+(?:\w+ly\s+)?{PARTICIPLES}\b",
        rf"\b(?:and|or)\s+(?:\w+ly\s+|then\s+)?{PARTICIPLES}{AFTER_PARTICIPLE}",
        rf"^(?:(?!{CLAUSES}).)*\b{FINITE}\b(?:(?!{CLAUSES}).)*\s((?:and|or)\s+(?:{SUBJECT}\s+){{1,4}}{FINITE})\b",
        r"\b(?:and|or)\s+(?:able to|ready to|willing to|available|in (?:force|place|post|use))\b",
        r"(?<!\d)\s(or\s+(?:later|otherwise|else|instead|elsewhere|failing that|at least))\b",
    )
)
"""Patterns of two joined ideas; the last group, if any, has the joining words. Lists of things do not match."""

EVENTS = re.compile(
    r"\b(cris[ie]s|surviv(?:e|es|ed)|weathered|withst(?:ood|ands?)|vacanc(?:y|ies)|disputes?|disputed|"
    r"disagree(?:s|d|ments?)?|delays?|delayed|overruns?|overran|reorgani[sz]ations?|mergers?|outages?|emergenc(?:y|ies)|incidents?|accidents?|"
    r"near miss(?:es)?|breach(?:es|ed)?|attacks?|failures?|mistakes?|complaints?|whistle-?blow\w*|resign\w*|"
    r"strikes?|pandemics?|floods?|inquests?|unplanned|luck\w*|fortunat\w+|by chance)\b",
    re.IGNORECASE,
)
ASKED = re.compile(
    r"\b((?:when|if|once) (?:asked|challenged|pressed|prompted|questioned|needed|required|tested)|under pressure|"
    r"in the event)\b",
    re.IGNORECASE,
)
PRACTISED = re.compile(r"\b(rehears\w*|exercis\w*|drill\w*|simulat\w*)\b", re.IGNORECASE)
"""Words for rehearsals: a statement about a rehearsed event does not need a real one."""
FOR_ANY_EVENT = re.compile(
    r"\b(any|each|every|all|if|when|would|could|earlier|(?:says?|shows?|describes?|sets out) (?:how|who|what|which))\b",
    re.IGNORECASE,
)
"""Words which show that a statement is about a rule or an earlier event, so that no new event has to happen."""


LONGEST = 600
"""How many characters of a statement are searched; few statements are longer, and searching them takes too long."""


def find_denial(text: str) -> str | None:
    """The first word that denies or limits the statement."""
    return next((match[1].lower() for match in DENYING.finditer(text) if match[1]), None)


def find_join(text: str) -> str | None:
    """The words that join two ideas in the statement."""
    for pattern in JOINS:
        match = pattern.search(text[:LONGEST])
        if match is not None:
            return " ".join((match[match.lastindex or 0]).split(maxsplit=3)[:3]).strip(" ,")
    return None


def find_luck(text: str) -> str | None:
    """The words that require an event that may never happen."""
    if PRACTISED.search(text):
        return None
    match = ASKED.search(text) or (None if FOR_ANY_EVENT.search(text) else EVENTS.search(text))
    return match and match[0].lower()
