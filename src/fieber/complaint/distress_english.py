"""English as data: how people say that they themselves are not well.

Patterns over lower-case words and marks parted by single blanks. They are grouped by what is told; every one must hold
a word or a word's beginning that all its matches share, so that most are never tried (`distress.py`).
"""

from __future__ import annotations

DISTRESS = (
    (
        r"\bi (?:just |really |honestly |simply |literally )?(?:can't|cant|cannot|can not) (?:even )?(?"
        r":anymore|any more|any longer)\b"
    ),
    (
        r"\b(?:can't|cant|cannot|can not) (?:do|take|handle|stand|bear|deal with) (?:this|it|that|life|the "
        r"pressure)(?: \w+)?(?: anymore| any more| any longer)\b"
    ),
    r"\b(?:can't|cant|cannot) (?:go on|cope|keep going)\b(?! (?:vacation|posting|with (?:reels|posting)))",
    (
        r"\b(?:want|wants|wanted|wanna|ready|going|rather) (?:to )?(?:\w+ )?(?:die|disappear|vanish|"
        r"dissapear)\b(?! (?:for|laughing|from))"
    ),
    r"\bi(?:'d| would)? rather (?:be dead|die)\b",
    r"\bwish (?:\w+ ){0,2}(?:dead|never born|never been born|wasn't alive|didn't exist)\b",
    r"\bwish i could die\b",
    (
        r"\b(?:don't|dont|do not|didn't|not) (?:\w+ )?(?:want|wanna)(?: to)? (?:be here|be alive|live|wake up|"
        r"exist|go on)\b"
    ),
    (
        r"\b(?:no|any|what's the|whats the|what is the|without) (?:reason|will|point|sense|purpose) (?:\w+ )?"
        r"(?:living|live|life|going on)\b"
    ),
    r"\btired of (?:living|life|being alive)\b",
    r"\bgiv(?:e|ing) up on (?:life|everything|myself)\b",
    r"\bnot worth living\b",
    r"\bnothing to live for\b",
    r"\breason to live\b",
    r"\b(?:end|ending) (?:it all|my life|it)\b",
    r"\bkill(?:ing)? (?:my ?self|me)\b(?! .{0,60}(?:😂|🤣|haha|lol))",
    r"\bkms\b",
    r"\bunaliv\w*",
    r"\bsuicid\w*",
    r"\bself ?-?harm\w*",
    r"\b(?:cut|cutting|hurt|hurting|hang|hanging|harm|harming) myself\b",
    r"\btake my (?:own )?life\b",
    r"\bbetter off (?:without me|dead)\b",
    r"\bwithout me (?:everyone|they|everybody|the world) (?:\w+ ){0,3}better\b",
    r"\bbetter (?:place )?without me\b",
    r"\bno ?(?:body|one) would (?:miss|notice if i)",
    (
        r"\b(?:can't|cant|cannot|couldn't|don't|dont|haven't|havent|barely|hardly|can barely|not) (?:\w+ "
        r"){0,2}?(?:sleep|slept|eat|eaten|breathe|get out of bed|stop crying|sleeping|eating|function)\b(?! "
        r"on)"
    ),
    r"\bsleepless\b",
    r"\b(?:lost|losing|lose) sleep\b",
    r"\binsomnia\b",
    r"\bi(?:'m| am|'ve| have|m)? (?:\w+ ){0,3}?(?:cry|crying|cried|sob|sobbing)\b(?!.{0,60}(?:😂|🤣|haha|lol|lmao))",
    r"\bmakes? me (?:\w+ )?(?:cry|sick)\b(?! laughing)",
    r"\bin tears\b",
    r"\bcr(?:y|ying) (?:myself|every|all)\b",
    (
        r"(?<!no )(?<!without )(?<!don't )\b(?:panic attacks?|panicking|anxiety|anxious|depressed|depression|"
        r"worthless|hopeless|breaking point|breakdown|burn ?-?out|burne?[dt] out|despair|miserable|suffering|"
        r"mental health|useless person)\b"
    ),
    r"\bi(?:'m| am|m)? (?:\w+ ){0,2}?desperate\b",
    r"\bhat(?:e|ing) (?:myself|my life)\b",
    r"\b(?:falling|fall) apart\b",
    r"\bat my limit\b",
    r"\blosing my mind\b",
    r"\bdead inside\b",
    r"\bfeel(?:ing)? (?:\w+ ){0,3}?(?:alone|empty|useless|lonely|numb)\b",
    r"\b(?:scared|afraid|terrified|frightened) (?:to|of)\b",
    r"\bi(?:'m| am|m) (?:\w+ )?(?:scared|terrified)\b",
    r"\bi(?:'m| am|m) (?:\w+ )?dying\b(?! (?:to|laughing|of laughter|for))(?!.{0,60}(?:😂|🤣|haha|lol|lmao))",
    r"\bdone with (?:life|living|everything)\b",
    r"\bi(?:'m| am|m) not (?:\w+ )?(?:okay|ok|alright|doing well|doing ok|doing okay|fine)\b(?! with)",
    r"\blife (?:isn't|is not|isnt|ain't) worth\b",
    r"\bif i (?:live|lived|die|died)\b",
    r"\bif i(?:'m| am| was| were) (?:dead|gone|alive)\b",
    r"\b(?:want|wish) (?:it|this|everything) all (?:to stop|to end|was over|would stop|would end)\b",
    r"\b(?:destroying|breaking|crushing|hurting|destroys|breaks|crushes) me\b",
    r"\bi(?:'m| am|m) (?:\w+ )?drowning\b",
    r"\b(?:making|make) me (?:\w+ )?(?:sick|ill|cry|miserable)\b(?! laughing)",
    r"\b(?:left|leave|leaving|out of) (?:my )?bed\b",
    r"\bpoint (?:of|in) (?:\w+ )?(?:being alive|living|life)\b",
    r"\bjump\w* (?:off|from|in front of|out of) (?:\w+ )?(?:bridge|building|roof|train|window|cliff)\b",
    r"\bi(?:'m| am|m) (?:\w+ ){0,3}?(?:failure|loser)\b",
    # the night, the bed, the table
    r"\bawake (?:\w+ ){0,2}?(?:at night|all night|every night|in the middle)\b",
    r"\b(?:wake|waking) up (?:\w+ ){0,2}?(?:at \d|every night|in the middle of the night|panick\w*|crying)",
    r"\bup all night (?:\w+ ){0,2}?(?:worry|think|cry|check)\w*",
    r"\bnightmares?\b(?! (?:app|algorithm|of an|update))",
    r"\b(?:stopped|stop|no longer|quit|forget to|forgot to) eat(?:ing)?\b",
    r"\b(?:lost|no|losing) (?:my )?appetite\b",
    r"\b(?:leave|left|leaving) (?:the|my) (?:house|room|apartment|home|flat)\b",
    r"\bget up in the morning\b",
    r"\bin bed (?:all day|for days|for weeks)\b",
    # the body
    (
        r"\bmy (?:chest|stomach|heart|hands) (?:\w+ ){0,2}?(?:tight\w*|hurts?|aches?|pound\w*|rac(?:es|ing)|"
        r"shak\w*|drops?|sinks?|churn\w*|knots?)\b"
    ),
    r"\bphysically (?:sick|ill)\b",
    r"\bfeel(?:ing|s)? (?:\w+ )?(?:sick|ill|nauseous)\b(?! of)",
    r"\bi(?:'m| am|m) (?:\w+ )?(?:shaking|trembling)\b",
    r"\b(?:throw|throwing) up (?:when|every|before|because|from)\b",
    r"\b(?:palpitations|nauseous)\b",
    # more than one can bear
    r"\bend of (?:my|the) (?:rope|tether|strength)\b",
    r"\btoo much for me\b",
    r"\bhow much (?:longer|more) (?:of this )?i can\b",
    r"\b(?:can't|cant|cannot) keep (?:doing|living|going)\b",
    r"\beat(?:s|ing)? (?:away )?(?:at )?me (?:up|alive|inside|away)\b",
    r"\b(?:dragging|bringing|weighing|wearing|getting|tearing) me (?:\w+ )?(?:down|out|apart)\b",
    r"\b(?:toll|weighs|weighing) (?:\w+ )?on (?:me|my)\b",
    r"\b(?:haunts?|haunting|torments?|tormenting|consumes|consuming) me\b",
    r"\b(?:mentally|emotionally) (?:\w+ )?(?:exhausted|drained|broken|ill|unwell|done|destroyed|struggling)\b",
    r"\bdread(?:ing)? (?:\w+ )?(?:opening|posting|every|waking|checking)\b",
    # what one is worth, and to whom
    r"\bi(?:'m| am|m) (?:just |a |basically |literally |only )*(?:nobody|nothing)\b(?= ?$| [^\w\s]| (?:without|if|to))",
    r"\bi feel like (?:\w+ ){0,3}?(?:failure|loser|burden|nothing|garbage|trash)\b(?! (?:is|will|works|can|about))",
    r"\b(?:i(?:'m| am|m)|feel|never) (?:\w+ ){0,2}?good enough\b",
    r"\bhate (?:who|what) i\b",
    r"\bashamed\b",
    r"\b(?:everything|life|it all) (?:\w+ )?(?:feels?|is|seems?) (?:\w+ )?(?:pointless|meaningless|hopeless|dark)\b",
    r"\b(?:no ?one|nobody|someone|somebody) to talk to\b",
    r"\bi (?:get|got|feel|felt|become|was) (?:\w+ )?(?:scared|terrified|anxious|afraid|frightened|panicky)\b",
    # words that only a person can be meant by
    r"\bno way out\b",
    r"\bsee no (?:\w+ )?(?:way|future|hope|point|end)\b",
    r"\bruin(?:ing|ed|s)? my (?:life|sleep|health|marriage|relationship)\b",
    r"\b(?:nobody|no ?one) (?:\w+ )?(?:loves|wants|needs|likes) me\b",
    r"\bfeel(?:ing|s)? like (?:dying|death|giving up|crying|ending|disappearing|shit|crap|quitting life)\b",
    (
        r"\bfeel(?:ing)? (?:\w+ ){0,3}?(?:invisible|unloved|low|broken|trapped|helpless|paraly[sz]ed|drained|exhausted|"
        r"overwhelmed|worthless|unsafe)\b"
    ),
    (
        r"\bi(?:'m| am|m) (?:\w+ ){0,2}?(?:exhausted|drained|overwhelmed|broken|spirall?ing|unwell)\b"
        r"(?! (?:by|with) (?:all )?(?:the |your |so )?(?:\w+ )?(?:love|support|joy))"
    ),
    r"\b(?:losing|gaining) weight\b",
    r"\b(?:death threats?|bullied|bullying|stalked|stalking|threaten\w*|doxx?ed) (?:me\b|by|from|from)?",
    r"\bsuffocat\w*",
    r"\banything else (?:\w+ )?(?:anymore|but my numbers|but this)\b",
    r"\b(?:want|need|wish) (?:it|this|everything) (?:all )?to (?:be over|stop|end)\b",
    r"\bnothing left (?:for me|in me|to give)\b",
    r"\bcan't face (?:people|anyone|another|the day|it)\b",
    r"\b(?:don't|dont|do not) care about anything\b",
    r"\b(?:talk to someone|all too much|recogni[sz]e myself)\b",
    r"\b(?:should|could|better) (?:just )?die\b(?! for)",
    r"\bhid(?:e|ing) (?:in my|from everyone|from the world|under)\b",
)
