"""One class, whichever year groups are in it: its tiles, its bands, and the way to its pupils."""

from dashboard import navigation
from dashboard.access import Action
from dashboard.class_view import open_class_view
from dashboard.furniture import notes
from dashboard.sections import class_level, explanations, rwm_apart, way

view = open_class_view(Action.SEE_DETAIL, whole=False)

class_level.head(view)
class_level.bar(view, whole=False)

if view.of_class is None:
    class_level.no_class(view)
else:
    class_level.tiles(view)
    way.down_from_class(view)
    class_level.bands(view)
    rwm_apart.of_the_class(view)

notes.about_the_figures(navigation.href("about_figures"))
explanations.open_asked(view, view.urn, view.class_name)
