package dev.ganglion.auth.sharedsecret;

import dev.ganglion.auth.ephemeral.EphemeralStore;
import dev.ganglion.service.identity.TokenHash;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Numbers used once, in Redis as {@code ganglion:nonce:<hash>}: each proof of the secret is good
 * for one registration within a minute.
 */
@Component
class Nonces {
    private static final String PREFIX = "nonce:";
    private static final Duration LIFETIME = Duration.ofSeconds(60);
    private static final int BYTES = 64;

    private final EphemeralStore store;
    private final SecureRandom random;

    Nonces(EphemeralStore store, SecureRandom random) {
        this.store = store;
        this.random = random;
    }

    Mono<String> issue() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String nonce = HexFormat.of().formatHex(bytes);
        return store.put(PREFIX + TokenHash.of(nonce).text(), "1", LIFETIME).thenReturn(nonce);
    }

    /** Whether the nonce was good; it is not any more. */
    Mono<Boolean> use(String nonce) {
        return store.delete(PREFIX + TokenHash.of(nonce).text());
    }
}
