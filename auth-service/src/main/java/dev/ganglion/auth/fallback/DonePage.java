package dev.ganglion.auth.fallback;

import dev.ganglion.auth.page.ContentPolicy;
import dev.ganglion.auth.page.Page;
import dev.ganglion.protocol.crypto.RandomText;

import org.springframework.stereotype.Component;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;

/** The page that tells the client, by a script, that the stage is completed. */
@Component
public class DonePage {
    private static final int NONCE_BYTES = 16;

    private final SecureRandom random;

    DonePage(SecureRandom random) {
        this.random = random;
    }

    public Page page() {
        String nonce = RandomText.of(NONCE_BYTES, random);
        return Page.of("stage-done", Map.of("nonce", nonce))
                .withPolicy(new ContentPolicy(List.of("'nonce-" + nonce + "'"), List.of()));
    }
}
