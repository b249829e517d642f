package dev.ganglion.room.delayedevent;

import dev.ganglion.protocol.crypto.UnpaddedBase64;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names a delayed event. Whoever knows it may send, cancel or restart the event without an access
 * token, so it is 128 random bits.
 */
record DelayId(String value) {
    private static final int BYTES = 16;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{22}");
    private static final SecureRandom RANDOM = new SecureRandom();

    static DelayId random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new DelayId(UnpaddedBase64.encodeUrlSafe(bytes));
    }

    /** Empty for what was never handed out. */
    static Optional<DelayId> tryParse(String text) {
        return Optional.of(text).filter(FORM.asMatchPredicate()).map(DelayId::new);
    }

    /** A capability: kept out of logs. */
    @Override
    public String toString() {
        return "DelayId";
    }
}
