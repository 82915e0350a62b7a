"""The ledger: entries are only ever added."""
import hashlib
import json


class Ledger:
    def __init__(self, rows):
        self._rows = rows

    def charge(self, rider: str, cents: int, ride: int) -> None:
        self._add({"kind": "charge", "rider": rider, "cents": cents, "ride": ride})

    def take_back(self, entry: dict, reason: str) -> None:
        """Adds the opposite of an entry that was wrong."""
        self._add({**entry, "cents": -entry["cents"], "reason": reason})

    def _add(self, entry: dict) -> None:
        previous = self._rows[-1]["digest"] if self._rows else ""
        body = json.dumps(entry, sort_keys=True)
        digest = hashlib.blake2b((previous + body).encode(), digest_size=16).hexdigest()
        self._rows.append({**entry, "digest": digest})

    def verify(self) -> int | None:
        """The first row whose digest does not follow from the row before, if any."""
        previous = ""
        for index, row in enumerate(self._rows):
            entry = {key: value for key, value in row.items() if key != "digest"}
            body = json.dumps(entry, sort_keys=True)
            expected = hashlib.blake2b((previous + body).encode(), digest_size=16).hexdigest()
            if row["digest"] != expected:
                return index
            previous = row["digest"]
        return None
