"""What a ride costs, in cents."""
from datetime import timedelta

BASE_FARE = 150
PER_QUARTER_HOUR = 60
DAY_CAP = 1900
STUDENT_DISCOUNT = 0.4
FREE_MINUTES = 5


def fare(duration: timedelta, is_student: bool = False) -> int:
    minutes = duration.total_seconds() / 60
    if minutes <= FREE_MINUTES:
        return 0
    quarters = -(-minutes // 15)
    days, rest = divmod(quarters, 96)
    cents = days * DAY_CAP + min(BASE_FARE + rest * PER_QUARTER_HOUR, DAY_CAP)
    if is_student:
        cents = cents * (1 - STUDENT_DISCOUNT)
    return round(cents)
