class BikeInUse(Exception):
    def __init__(self, bike: int):
        super().__init__(f"bike {bike} has a ride that is not ended")


class TooManyRides(Exception):
    def __init__(self, rider: str):
        super().__init__(f"{rider} has too many open rides")


class LockSilent(Exception):
    """The lock has not answered in time."""
