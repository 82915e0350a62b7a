"""What the payment company tells us."""
import hmac

from .ledger import Ledger

RETRY_HOURS = (1, 6, 24, 72)


def handle(body: bytes, signature: str, secret: bytes, ledger: Ledger) -> int:
    expected = hmac.new(secret, body, "sha256").hexdigest()
    if not hmac.compare_digest(expected, signature):
        return 403
    event = parse(body)
    if event["type"] == "payment.failed":
        schedule_retry(event["rider"], attempt=event.get("attempt", 0))
    elif event["type"] == "payment.disputed":
        ledger.take_back(event["entry"], reason="disputed by the rider")
    return 204


def schedule_retry(rider: str, attempt: int) -> None:
    if attempt >= len(RETRY_HOURS):
        block(rider)
        return
    queue_at(RETRY_HOURS[attempt], rider)
