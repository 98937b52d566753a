"""What a figure says in words: the same words on tiles, in tables, beside charts and in downloads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard import formats
from dashboard.figures import Figure, National, Shown
from etl.groups import GROUPS
from etl.measures import MEASURES
from etl.vocabulary import Kind, year_group_label

KIND_WORDS = {
    Kind.CURRENT: "as judged now",
    Kind.PREDICTED: "predicted for the year's end",
    Kind.TARGET: "pupils' targets",
}
KIND_BRIEFLY = {Kind.CURRENT: "now", Kind.PREDICTED: "predicted", Kind.TARGET: "target"}
YEARS_TOGETHER = "Years 1 to 6"


def cohort(year_group: int | None) -> str:
    return YEARS_TOGETHER if year_group is None else year_group_label(year_group)


def class_words(name: str) -> str:
    """“class 4B”; a name that says that it is a class, such as “Oak Class”, stands by itself."""
    return name if "class" in name.lower() else f"class {name}"


def class_title(name: str) -> str:
    """The same where it begins a line: “Class 4B”."""
    return name if "class" in name.lower() else f"Class {name}"


def cohort_of(figure: Figure) -> str:
    """“Year 4”, “Year 4, class 4B”, “class 3/4” of a class that holds several years."""
    if figure.class_name is None:
        return cohort(figure.year_group)
    named = class_words(figure.class_name)
    return named if figure.year_group is None else f"{cohort(figure.year_group)}, {named}"


def measure_label(measure: str) -> str:
    return MEASURES[measure].label


def opening(words: str) -> str:
    """Words as they stand at the head of a sentence or a cell."""
    return words[:1].upper() + words[1:]


def in_a_sentence(label: str) -> str:
    """A label within a sentence: “reading, writing and maths”; RWM and GPS keep their capitals."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def measure_title(measure: str) -> str:
    """A measure's name where its heading says that it is one of several: “Reading, writing and maths”."""
    return MEASURES[measure].label.removesuffix(" combined")


def england_is_of_the_end(figures: Iterable[Figure]) -> str:
    """Beside what is judged before the year's end: that England's figure is of its end; else empty."""
    early = [one for one in figures if one.kind is Kind.CURRENT and one.half_term.ordinal < 6]
    whose = [
        *(["England's"] if any(one.national for one in early) else []),
        *(["the authority's"] if any(one.authority for one in early) else []),
    ]
    if not whose:
        return ""
    are = "figure is a result" if len(whose) == 1 else "figures are results"
    return (
        f"{opening(formats.listed(whose))} {are} of the year's end; what is judged now is of "
        f"{early[0].half_term.name}."
    )


def measure_short(measure: str) -> str:
    return MEASURES[measure].short


def group_words(group: str, value: str) -> str:
    """“Disadvantaged”, “SEN support”; empty for all pupils."""
    if group == "all" or group not in GROUPS:
        return ""
    return GROUPS[group].values.get(value, value)


def has_percentage(figure: Figure) -> bool:
    """Whether a percentage may stand: enough pupils for the reader, and nine in ten assessed."""
    return figure.shown is Shown.FULL and figure.percentage is not None and not figure.thinly_assessed


def count(figure: Figure) -> str:
    """“21 of 30”, or why there is none."""
    if figure.shown is Shown.HIDDEN:
        return "hidden"
    if figure.shown is Shown.NO_DATA:
        return "no data"
    return formats.count_of(figure.numerator, figure.denominator)


NO_RETURN = "no return"
# Of figures it is not known which of the two it is.
NOTHING_COUNTED = f"{NO_RETURN}, or no judgements to count"


def why_no_percentage(figure: Figure) -> str:
    """The reason in words; empty where the percentage stands."""
    if figure.shown is Shown.HIDDEN:
        return "too few pupils to show"
    if figure.shown is Shown.NO_DATA:
        return NOTHING_COUNTED
    if figure.shown is Shown.COUNT_ONLY:
        return "too few to say"
    if figure.thinly_assessed:
        if not figure.assessed:
            return "nobody assessed yet"
        return f"only {formats.whole(figure.assessed)} assessed, too few to judge"
    return "" if figure.percentage is not None else "no percentage"


def target(figure: Figure) -> str:
    """“17 short of target”; empty without a target or a percentage.

    A target is for the year's end: of what is judged now it is said how many are still to come.
    """
    if figure.target is None or not has_percentage(figure):
        return ""
    short = figure.target.pupils_short
    if figure.kind is Kind.CURRENT and short > 0:
        return f"{short:,} more to reach the target"
    return formats.against_target(short)


def target_of(figure: Figure) -> str:
    """“68 %”, as it was set; empty without one."""
    return formats.basis_points(figure.target.basis_points) if figure.target else ""


def national(figure: Figure) -> str:
    """“England 2024/25: 62 % (all schools, provisional)”; empty without one."""
    return _beside(figure.national)


def authority(figure: Figure) -> str:
    """The same of the authority: “Bramblevale 2025/26: 62 % (state-funded schools, provisional)”."""
    return _beside(figure.authority)


def _beside(held: National | None) -> str:
    if held is None:
        return ""
    release = f", {held.release}" if held.release in ("provisional",) else ""
    coverage = f"{held.coverage[:1].lower()}{held.coverage[1:]}"
    return f"{held.name} {held.academic_year}: {formats.percent(held.value)} ({coverage}{release})"


def net(figure: Figure) -> int | None:
    """Pupils more (+) or fewer (-) at the standard, among those who were there in both half-terms."""
    if figure.movement is None:
        return None
    return figure.movement.met_now - figure.movement.met_before


def moved_clearly(figure: Figure) -> bool:
    """Whether a movement is more than chance among all that are looked at together."""
    held = figure.movement
    return bool(held and (held.more_than_noise or held.stands_out) and net(figure))


def worth_a_look(figure: Figure) -> bool:
    """Whether a movement, taken alone, would seldom be chance, but may be among so many."""
    held = figure.movement
    return bool(held and held.worth_a_look and net(figure) and not moved_clearly(figure))


def direction(figure: Figure) -> str:
    """“up” or “down” where a movement may be called one, else empty."""
    if not _may_speak_of_movement(figure) or not (moved_clearly(figure) or worth_a_look(figure)):
        return ""
    return "up" if (net(figure) or 0) > 0 else "down"


def shape(figure: Figure) -> str:
    """A movement's shape: full where it is more than chance, hollow where it is worth a look."""
    shapes = {"up": "▲△", "down": "▼▽", "": "=="}[direction(figure)]
    return shapes[0] if moved_clearly(figure) else shapes[1]


def _may_speak_of_movement(figure: Figure) -> bool:
    return figure.movement is not None and figure.shown is Shown.FULL and not figure.thinly_assessed


def movement(figure: Figure) -> str:
    """“6 pupils up since Spring 2, more than chance”, or “no clear change since Spring 2 (+1 pupil)”."""
    if figure.movement is None or not _may_speak_of_movement(figure):
        return ""
    change = net(figure) or 0
    since = figure.movement.since.name.replace(" ", formats.FIXED)
    way = direction(figure)
    if way:
        firmness = "more than chance" if moved_clearly(figure) else "worth a look"
        return f"{formats.pupils(abs(change))} {way} since {since}, {firmness}"
    moved = "" if change == 0 else f" ({formats.signed_pupils(change)})"
    return f"no clear change since {since}{moved}"


def movement_briefly(figure: Figure) -> str:
    """For a table's cell: “6 up”, “3 down”, or empty where there is no clear change."""
    way = direction(figure)
    return f"{abs(net(figure) or 0)} {way}" if way else ""


def sentence(figure: Figure) -> str:
    """A whole figure for those who listen, for alternative text, and for notes."""
    place = figure.school or "The trust"
    of_whom = group_words(figure.group, figure.group_value)
    head = f"{place}, {cohort_of(figure)}{f', {of_whom.lower()}' if of_whom else ''}"
    what = f"{measure_label(figure.measure)}, {KIND_WORDS[figure.kind]}"
    if not has_percentage(figure):
        reason = why_no_percentage(figure)
        counted = "" if figure.shown in (Shown.HIDDEN, Shown.NO_DATA) else f"{count(figure)}; "
        return f"{head}: {what}: {counted}{reason}."
    parts = [f"{count(figure)}, {formats.percent(figure.percentage)}"]
    if figure.low is not None:
        parts.append(f"could plausibly be {formats.interval(figure.low, figure.high)}")
    parts += [words for words in (target(figure), movement(figure), national(figure)) if words]
    return f"{head}: {what}: {'; '.join(parts)}."


def briefly(figure: Figure) -> str:
    """A figure without its place: “20 of 30, 67 %, plausibly 49–81 %, 1 short of target”."""
    if not has_percentage(figure):
        counted = "" if figure.numerator is None else f"{count(figure)}, "
        return f"{counted}{why_no_percentage(figure)}"
    parts = [count(figure), formats.percent(figure.percentage)]
    if figure.low is not None:
        parts.append(f"plausibly {formats.interval(figure.low, figure.high)}")
    return ", ".join([*parts, *(words for words in (target(figure),) if words)])


# What most names of schools end with: beside a chart the rest tells schools apart.
USUAL_ENDINGS = (
    " Church of England Primary School",
    " Church of England Primary",
    " C of E Primary School",
    " C of E Primary",
    " CofE Primary School",
    " CE Primary School",
    " Catholic Primary School",
    " Primary School",
    " Primary Academy",
    " Primary",
    " School",
)


def short_school(name: str) -> str:
    """A school's name without its usual ending: “Elm Grove”."""
    for ending in USUAL_ENDINGS:
        if name.endswith(ending) and len(name) > len(ending):
            return name[: -len(ending)]
    return name


def short_schools(names: Sequence[str]) -> dict[str, str]:
    """Each name and its short form; the full one where two would otherwise be called alike."""
    short = {name: short_school(name) for name in names}
    return {name: form if list(short.values()).count(form) == 1 else name for name, form in short.items()}
