"""Every place of an edition where a value may hide."""

from tests.privacy.places import Places
from tests.privacy.places_in_books import PLACES as IN_BOOKS
from tests.privacy.places_in_pages import PLACES as IN_PAGES
from tests.privacy.places_in_pictures import PLACES as IN_PICTURES
from tests.privacy.places_in_texts import PLACES as IN_TEXTS

PLACES: Places = {**IN_PAGES, **IN_PICTURES, **IN_BOOKS, **IN_TEXTS}
