"""Rides: from the code that opens a lock to the bike that stands at a station again."""
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from .stations import Station, nearest_station
from .errors import BikeInUse, TooManyRides

MAX_OPEN_RIDES = 2
CODE_DIGITS = 6
WRONG_CODES_BEFORE_PAUSE = 3
PAUSE_AFTER_WRONG_CODES = timedelta(minutes=1)


@dataclass
class Ride:
    rider: str
    bike: int
    started: datetime
    ended: datetime | None = None
    from_station: str = ""
    to_station: str = ""

    @property
    def is_open(self) -> bool:
        return self.ended is None


class RideBook:
    """Keeps the rides that are open, by bike."""

    def __init__(self, clock, store):
        self._clock = clock
        self._store = store
        self._open: dict[int, Ride] = {}

    def start(self, rider: str, bike: int, station: Station) -> Ride:
        if bike in self._open:
            raise BikeInUse(bike)
        if sum(ride.rider == rider for ride in self._open.values()) >= MAX_OPEN_RIDES:
            raise TooManyRides(rider)
        ride = Ride(rider, bike, self._clock.now(), from_station=station.name)
        self._open[bike] = ride
        self._store.append("ride-started", ride)
        return ride

    def finish(self, bike: int, position) -> Ride:
        ride = self._open.pop(bike)
        ride.ended = self._clock.now()
        ride.to_station = nearest_station(position).name
        self._store.append("ride-finished", ride)
        return ride

    def forgotten(self, after: timedelta = timedelta(hours=36)) -> list[Ride]:
        """Rides that nobody has ended: the desk calls these riders."""
        now = self._clock.now()
        return [ride for ride in self._open.values() if now - ride.started > after]


def unlock_code() -> str:
    """A code that no rider can guess from the last one."""
    return "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))
