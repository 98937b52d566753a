"""The words of headings: declared tables that `heading_meaning` walks.

To read a new spelling, add it to its line. Every spelling is compared by its words alone: case,
punctuation and line breaks do not matter.
"""

from __future__ import annotations

from etl.reading.spelling import words
from etl.vocabulary import Kind, Subject

Phrase = tuple[str, ...]

# A column that describes the pupil, the school or (in a long layout) the mark: the whole heading.
FIELDS: dict[str, str] = {
    "upn": (
        "upn|unique pupil number|unique pupil no|pupil upn|upn number|upn no|unique pupil numbers|upns"
        "|unique pupil reference|unique pupil reference number|pupil unique number|student upn|upn code"
        "|unique pupil identifier|unique pupil id|unique pupil number upn|upn unique pupil number"
    ),
    "surname": (
        "surname|last name|family name|legal surname|pref surname|preferredsurname|preferred surname"
        "|lastname|preferred last name|legal last name|surnames|legal family name|second name|pupil surname"
        "|student surname|child surname|pupil last name|chosen surname"
    ),
    "forename": (
        "forename|first name|given name|legal forename|preferred forename|chosen name|forenames|known as"
        "|firstname|preferred first name|legal first name|first names|given names|chosen forename"
        "|pref forename|pupil forename|student forename|child forename|pupil first name"
    ),
    "name": (
        "name|pupil|pupil name|student|child|full name|pupils name|student name|child name|childs name"
        "|names|pupil names|pupils|children|legal name|preferred name|name of pupil|name of child"
        "|surname forename|surname first name|forename surname|pupil full name|display name"
        "|last name first name"
    ),
    "dob": "dob|d o b|date of birth|birth date|birthdate|date birth|birthday|d of b",
    "sex": "sex|gender|m f|b g|f m|boy girl|legal sex|male female|g b|sex m f",
    "year_group": (
        "year|year group|nc year|ncyear|ncyearactual|yeargrp|yr|cohort|curriculum year|nc year actual"
        "|yeargroup|yr grp|year grp|yr group|current year|current year group|nat curr year|year gp"
        "|yrgroup|national curriculum year|ncyear actual|nc yr|yg|pupil year|pupil year group|y|yr gp|y gp"
        "|yeargp|yrgp|ncy|nc year group|year taught in|yr taught in|year group name"
    ),
    "class": (
        "class|reg|reg group|registration group|form|tutor group|teacher|class name|registration"
        "|form group|reg grp|reggroup|tutor|class group|class teacher|registration form|class code"
        "|reg form|current class|reg gp|reg class|registration class|form class|tutor grp"
    ),
    "pupil_premium": (
        "pp|ppg|pupil premium|pupil premium indicator|deprivation pp|deprivation pupil premium"
        "|deprivationpupilpremium|pp indicator|pp eligible|pupil premium eligible|pupil premium grant"
        "|pp y n|pp status|pupil premium status|pp pupil|pupil prem|ppi|is pp|pupil premium flag|pp flag"
    ),
    "disadvantaged": (
        "disadvantaged|da|disadv|disadvantaged pupil|fsm6cla1a|disadvantage|disadvantaged status"
    ),
    "fsm": (
        "fsm|free school meals|fsm eligible|fsmeligible|efsm|free school meal|eligible for fsm"
        "|fsm eligibility|eligible for free school meals|free meals|fsm status|current fsm"
    ),
    "fsm6": (
        "fsm6|ever 6|ever6 fsm|e6|everfsm 6|ever fsm 6|fsm ever 6|ever6|fsm ever6|ever 6 fsm|fsm6 p"
        "|everfsm 6 p|ever6fsm|fsm in last 6 years|fsm last 6 years"
    ),
    "sen": (
        "sen|send|sen status|sen provision|senprovision|sen code|sen k e|send status|sen stage"
        "|special educational needs|sen support|send code|senstatus|sen level|send provision"
        "|sen provision code|sen n k e|sen e k|sen need k e"
    ),
    "eal": "eal|english as additional language|english as an additional language|eal status|eal pupil",
    "language": (
        "first language|home language|language|mother tongue|first lang|home lang|pupil first language"
    ),
    "looked_after": (
        "lac|cla|in care|looked after|cic|looked after child|child looked after|children looked after"
        "|lookedafter|looked after children|in lea care|in la care"
    ),
    "school": (
        "school|school name|establishment|establishmentname|establishment name|academy|academy name"
        "|schoolname|current school|name of school|centre|centre name"
    ),
    "urn": "urn|school urn|establishment urn|schoolurn|urn number|school number urn",
    "laestab": (
        "laestab|dfe number|dfe no|dfes number|dfe|la estab|dfe estab|lea estab|dfe number school"
        "|school dfe number"
    ),
    "subject": (
        "subject|curriculum area|subject name|curriculum subject|strand|subject area|area|discipline|subj"
        "|aspect|aspect name|assessment subject|area of learning|learning area|subjects"
    ),
    "kind": (
        "type|assessment type|kind|measure|mark type|judgement type|result type|assessment kind|category"
        "|attainment type|grade type"
    ),
    "half_term": (
        "term|half term|halfterm|period|assessment period|assessment point|assessment window|window"
        "|data drop|drop|point|assessment term|collection|term name|half term name|reporting period"
        "|data point|result set|resultset|result set name|collection point|cycle|assessment cycle"
    ),
    "academic_year": "academic year|school year|acad year|acadyr|ay|academicyear|year academic",
}

SUBJECTS: dict[Subject, str] = {
    Subject.READING: (
        "reading|read|rdng|eng reading|english reading|rea|rdg|readg|reading comprehension|rding"
    ),
    Subject.WRITING: "writing|write|writ|writting|wrtng|english writing|eng writing|wri|wrtg|wtg|writng",
    Subject.MATHS: "maths|mathematics|math|mth|mat|mths|mathematic|mathmatics",
    Subject.GPS: (
        "gps|spag|gaps|egps|spelling punctuation grammar|pag|grammar punctuation and spelling|gpvs"
        "|grammar punctuation spelling|spelling punctuation and grammar|spelling grammar and punctuation"
        "|spelling grammar punctuation|grammar and punctuation|punctuation and grammar|spg|gpas"
        "|spelling punctuation grammar spag|punctuation grammar|grammar punctuation|eng gps|english gps"
    ),
    Subject.SCIENCE: "science|sci|scie|scnce",
}

# Believed only beside a half-term or kind, or beside each other: W is also a mark, M also a sex.
SHORT_SUBJECTS: dict[Subject, str] = {
    Subject.READING: "r|re|rd",
    Subject.WRITING: "w|wr",
    Subject.MATHS: "m|ma",
    Subject.SCIENCE: "s|sc",
}

# Believed only where a table has judgements and predictions side by side under them: C and P.
SHORT_KINDS: dict[Kind, str] = {Kind.CURRENT: "c", Kind.PREDICTED: "p", Kind.TARGET: "t"}

KINDS: dict[Kind, str] = {
    Kind.CURRENT: (
        "current|current attainment|now|actual|working at|latest|current judgement|current grade|cur|curr"
        "|attainment now|current level|current assessment|currently|working at now|current mark"
        "|current ta|current teacher assessment|achieved|attained|actual grade|actual attainment"
        "|currently working at"
    ),
    Kind.PREDICTED: (
        "predicted|prediction|predicted end of year|predicted eoy|eoy|eoy pred|forecast|projected"
        "|expected outcome|on track for|end of year prediction|likely outcome|pred|predict|end of year"
        "|predicted outcome|projection|year end|predicted grade|year end prediction|predictions"
        "|eoy prediction|predicted year end|end year|expected end of year|expected eoy|prd|forecasted"
        "|end of yr|predicted level|predicted attainment|predicted result|predicted mark"
        "|predicted judgement|expected end of year outcome|eoy forecast|eoy outcome|expected eoy outcome"
        "|eoy expected|end of year expected|end of year forecast"
    ),
    Kind.TARGET: (
        "target|eoy target|end of ks target|fft|fft20|fft50|fft5|fft estimate|fft20 estimate"
        "|fft50 estimate|fft5 estimate|aspirational target|year target|are target|tgt|targets"
        "|end of year target|aspirational|trgt|end of key stage target|target grade|minimum target"
        "|targeted|year end target|ks2 target|aspiration|ks1 target|fft target|targ|end of ks2 target"
        "|goal|end of key stage 2 target|target level|target judgement"
    ),
}
# Say that a column holds marks, and leave open of which kind: current unless the row or sheet says.
ANY_KIND = (
    "teacher assessment|teacher judgement|attainment|judgement|judgment|grade|mark|teacher assessed|ta"
    "|teacher assessments|tas|summative assessment|summative|assessment|level|teacher judgment|grades"
    "|levels|judgements|marks|pita|point in time|point in time assessment"
)
# The column of marks in a long layout, where no other heading says so.
LONG_MARKS = "result|results|outcome|value|score|code|assessment result|result value|outcomes|standard|data"
# The end of the year as a time of its own: a prediction or target for it has no half-term.
YEAR_END = (
    "eoy|end of year|year end|end of yr|end year|end of key stage|end of ks|eoks|end of ks2"
    "|end of key stage 2|ks2"
)

SCORES = "scaled score|ss|scaled|score|scaled scores|scores|test score|ks2 scaled score|sat score|sats score"
# Words that say the numbers are certainly scaled scores, 80 to 120.
CERTAIN_SCORES = frozenset(
    (("scaled", "score"), ("ss",), ("scaled",), ("scaled", "scores"), ("ks", "2", "scaled", "score"))
)

# Say nothing of which mark it is.
NOISE = (
    "pupil|pupils|the|for|at|of|in|to|by|and|overall|statutory|main|standard|band|code|subject|standards"
    "|is|s|their|end|data|this|year|term|half|ht|half term|as|child|student|value|outcome|key|yr|a|on"
    "|this year|working|from|teachers|teacher|ks|stage|english|literacy|eng|be|will|made|where"
)
# What may be typed, as some headings say: passed over where the column holds several judgements.
MARK_CODES = "pks|wts|exs|gds|blw"

# A mark of another time or another thing: such a column is left out, and that is said.
NOT_USED: dict[str, str] = {
    "an earlier result": (
        "prior|baseline|eyfs|eyfsp|start|on entry|last summer|starting point|previous|last year"
        "|prior attainment|rba|eyfs gld|previous year|early years|last|start of year|ks1 result|starting"
        "|ks1 sats|elg|y2 ta|start point|end of last year|previous eoy|ks1 outcome|ks1 ta|start of yr"
        "|entry|ks1|key stage 1|prev"
    ),
    "worked out from other columns": (
        "rwm|combined|r w m|rwm comb|crwm|rwm combined|gld|progress|gap|difference|diff|change|points|pts"
        "|aps|steps|average|mean|total|sum|count|variance|%|on track|met|rag|status|value added|va"
        "|percentage|percent|movement|prog|rank|ranking|combined rwm|good level of development"
        "|progress measure|steps progress|expected progress|better than expected|flag|colour|check"
        "|difference from target|on target|percentile"
    ),
    "not a judgement": (
        "age|effort|attitude|behaviour|homework|group|set|intervention|support|comment|comments|note"
        "|notes|raw|raw score|paper|paper 1|paper 2|paper 3|standardised|standardized|standardised score"
        "|star|reading age|spelling age|quiz|objective|objectives|book band|book|book level|books"
        "|colour band|fluency|next steps|next step|reason|reasons|evidence|action|actions|moderated"
        "|moderation|barriers|sas|cats|lexile|zpd|wpm|stage book|provision|date|initials|signature"
        "|arithmetic|reasoning|words|standardised scores|scheme|teacher name|teacher initials|parent"
        "|parents|attendance|percentile rank|book colour|rwi|phonics phase|ar|accelerated reader"
        "|confidence|ranked|reading group|maths set|assessed by|assessor|marked by|entered by|by whom|staff"
    ),
}

# Names of systems, whose words say nothing of the marks on a sheet that bears them.
SYSTEMS = "target tracker|sonar tracker|otrack|o track|pupil asset|insight tracking|fft aspire|target track"

# Headings of columns that are never read, beside those that are not understood.
OTHER_COLUMNS = (
    "admission no|admission number|adm no|adno|admissionnumber|ethnicity|ethnic code|ethnic origin"
    "|service|service child|forces|age|teacher notes|attendance|uln|former upn|previous upn|old upn|row"
    "|no|house|postcode|nationality|plac|post lac|religion|summer born|summer birth|term of birth"
    "|birth term|month of birth|religious education|history|geography|art|art and design|art design|dt"
    "|design technology|d t|d and t|computing|ict|pe|physical education|music|rse|pshe|french|spanish"
    "|languages|mfl|latin|phonics|psc|phonics screening|pho|spelling|handwriting|grammar|vocabulary"
    "|speaking|listening|oracy|english|speaking and listening|reading age|mtc|gld|design and technology"
    "|foreign languages|summer born y n|key stage|ks|status|leaver|date of leaving|date of admission"
    "|admission date|start date|leaving date|sen need|sen type|primary need|sen primary need|need"
    "|service premium|notes|comments|comment|id|pupil id|percentage attendance|more able|g and t|gifted"
    "|most able|vulnerable|groups|group|interventions|age in months|punctuation|wider curriculum"
    "|nc year entry|in year admission|mobility|length of stay|young carer|email|summary|key|legend"
)


def phrases(spellings: str) -> set[Phrase]:
    return {words(spelling) for spelling in spellings.split("|")}


FIELD_PHRASES: dict[Phrase, str] = {
    phrase: field for field, spellings in FIELDS.items() for phrase in phrases(spellings)
}
# Run together, as exports write them: DateOfBirth.
JOINED_FIELDS: dict[str, str] = {
    "".join(phrase): field for phrase, field in FIELD_PHRASES.items() if len("".join(phrase)) >= 6
}
OTHER_PHRASES = phrases(OTHER_COLUMNS)
LONG_MARK_PHRASES = phrases(LONG_MARKS)
