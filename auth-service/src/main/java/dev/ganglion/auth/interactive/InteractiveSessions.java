package dev.ganglion.auth.interactive;

import dev.ganglion.auth.ephemeral.EphemeralStore;
import dev.ganglion.protocol.crypto.RandomText;
import dev.ganglion.service.identity.TokenHash;

import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.security.SecureRandom;

/**
 * Sessions in Redis: {@code ganglion:interactive:<hash of the id>} holds the binding and the
 * completed stages as JSON, and expires. Who reads along in Redis cannot go on with a session.
 * Losing one costs its client a new start.
 */
@Repository
class InteractiveSessions {
    private static final String PREFIX = "interactive:";
    private static final int ID_BYTES = 18;
    private static final int MAX_ID_LENGTH = 64;

    private final EphemeralStore store;
    private final InteractiveProperties properties;
    private final SecureRandom random;

    InteractiveSessions(
            EphemeralStore store, InteractiveProperties properties, SecureRandom random) {
        this.store = store;
        this.properties = properties;
        this.random = random;
    }

    Mono<InteractiveSession> begin(Operation operation, Flows flows) {
        String id = RandomText.of(ID_BYTES, random);
        return save(InteractiveSession.begun(id, operation, flows));
    }

    Mono<InteractiveSession> find(String id) {
        if (id.length() > MAX_ID_LENGTH) {
            return Mono.empty();
        }
        return store.find(key(id)).map(json -> InteractiveSession.parse(id, json));
    }

    Mono<InteractiveSession> save(InteractiveSession session) {
        return store.put(key(session.id()), session.json(), properties.sessionLifetime())
                .thenReturn(session);
    }

    Mono<Void> end(InteractiveSession session) {
        return store.delete(key(session.id())).then();
    }

    private static String key(String id) {
        return PREFIX + TokenHash.of(id).text();
    }
}
