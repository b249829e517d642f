package dev.ganglion.gateway.limit;

import java.util.Locale;

/** One bucket of one subject. */
record Bucket(LimitClass limit, LimitKey key, String subject) {

    /**
     * {@code ganglion:limit:send:user:@alice:example.org}: a hash of {@code tokens} and {@code at}.
     */
    String redisKey() {
        return "ganglion:limit:"
                + limit.name().toLowerCase(Locale.ROOT)
                + ":"
                + key.name().toLowerCase(Locale.ROOT)
                + ":"
                + subject;
    }
}
