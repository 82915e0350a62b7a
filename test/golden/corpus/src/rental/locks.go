// Package rental talks to the locks.
package rental

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ErrSilent is returned when a lock has not answered in time.
var ErrSilent = errors.New("lock is silent")

// wakeUp is how long a lock sleeps at most between two looks at its radio.
const wakeUp = 28 * time.Second

const attempts = 4

type Lock struct {
	Serial  string
	Battery int
	radio   Radio
}

// Open sends the code until the lock has taken it.
func (l *Lock) Open(ctx context.Context, code string) error {
	var last error
	for attempt := 0; attempt < attempts; attempt++ {
		reply, err := l.radio.Send(ctx, l.Serial, "OPEN "+code)
		if err == nil && reply == "OK" {
			return nil
		}
		last = err
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(backoff(attempt)):
		}
	}
	return fmt.Errorf("%w: %s after %d attempts: %v", ErrSilent, l.Serial, attempts, last)
}

// backoff doubles from half a second on: a busy channel gets quiet sooner when all wait longer.
func backoff(attempt int) time.Duration {
	return 500 * time.Millisecond << attempt
}

// NeedsCharge says whether the desk has to send somebody.
func (l *Lock) NeedsCharge() bool {
	return l.Battery < 15
}
