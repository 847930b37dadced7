"""Lerchenfurt: a fictional German town, as plain data that a loader can put into the database."""

TOWN_NAME = "Lerchenfurt"
STATE_HINT = "Demo-Stadt"
CENTRE = (51.6806, 7.8201)  # latitude, longitude
