"""Where bikes stand."""
import math
from dataclasses import dataclass

EARTH_RADIUS_M = 6_371_000
SNAP_DISTANCE_M = 45


@dataclass(frozen=True)
class Station:
    name: str
    latitude: float
    longitude: float
    places: int


STATIONS = [
    Station("Tram depot", 48.1021, 11.5512, 24),
    Station("Mill Lane", 48.0997, 11.5604, 12),
    Station("Lake north", 48.1133, 11.5829, 16),
    Station("Lake south", 48.1075, 11.5861, 16),
]


def distance_m(a, b) -> float:
    """Great-circle distance, by the haversine formula."""
    lat1, lat2 = math.radians(a.latitude), math.radians(b.latitude)
    dlat = lat2 - lat1
    dlon = math.radians(b.longitude - a.longitude)
    h = math.sin(dlat / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(dlon / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(h))


def nearest_station(position) -> Station:
    return min(STATIONS, key=lambda station: distance_m(station, position))


def is_parked(position) -> bool:
    """A bike counts as brought back only when it stands close to a station's post."""
    return distance_m(nearest_station(position), position) <= SNAP_DISTANCE_M
