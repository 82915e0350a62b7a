package town.wheelhouse.gateway;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Takes the app's requests and hands them on. */
public final class Gateway {
    private static final Duration SESSION_LIFETIME = Duration.ofDays(14);
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final RideClient rides;

    Gateway(RideClient rides) {
        this.rides = rides;
    }

    /** Signs a rider in; an older session of the same rider ends. */
    public Session signIn(String rider, String secret) {
        if (!rides.knows(rider, secret)) {
            throw new SecurityException("unknown rider or wrong secret");
        }
        Session session = new Session(rider, SESSION_LIFETIME);
        sessions.values().removeIf(old -> old.rider().equals(rider));
        sessions.put(session.token(), session);
        return session;
    }

    public Reply unlock(String token, int bike) {
        Session session = sessions.get(token);
        if (session == null || session.isOver()) {
            return Reply.status(401);
        }
        return rides.start(session.rider(), bike);
    }
}
