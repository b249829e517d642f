package dev.ganglion.gateway.door;

import dev.ganglion.gateway.token.Assertion;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request's query.
 *
 * @param forwarded the query without an access token; absent when nothing is left
 * @param accessToken the deprecated way to send one
 */
record Query(@Nullable String forwarded, @Nullable String accessToken) {
    private static final String ACCESS_TOKEN = "access_token";

    static Query parse(@Nullable String raw) {
        // The name cannot hide: its letters may be percent-encoded, but then there is a "%".
        if (raw == null || (!raw.contains(ACCESS_TOKEN) && raw.indexOf('%') < 0)) {
            return new Query(raw, null);
        }
        String token = null;
        List<String> kept = new ArrayList<>();
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            if (!name.equals(ACCESS_TOKEN)) {
                kept.add(pair);
            } else if (token == null) {
                token = decoded(pair.substring(equals < 0 ? pair.length() : equals + 1));
            }
        }
        return new Query(kept.isEmpty() ? null : String.join("&", kept), token);
    }

    /** Whom an application service asserts to be. Of several values the first one counts. */
    Assertion assertion() {
        return new Assertion(value("user_id"), value("device_id"));
    }

    private @Nullable String value(String name) {
        if (forwarded == null) {
            return null;
        }
        for (String pair : forwarded.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals >= 0 && decoded(pair.substring(0, equals)).equals(name)) {
                return decoded(pair.substring(equals + 1));
            }
        }
        return null;
    }

    /** A parameter that is a whole number, or the default. */
    long number(String name, long otherwise) {
        if (forwarded == null || !forwarded.contains(name)) {
            return otherwise;
        }
        String value = value(name);
        return value != null && isNumber(value) ? Long.parseLong(value) : otherwise;
    }

    private static boolean isNumber(String value) {
        return !value.isEmpty()
                && value.length() < 12
                && value.chars().allMatch(Character::isDigit);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Query";
    }
}
