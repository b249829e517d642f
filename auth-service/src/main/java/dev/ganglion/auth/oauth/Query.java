package dev.ganglion.auth.oauth;

import dev.ganglion.protocol.error.MatrixException;

import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Reads the query of an address, as forms write it. */
final class Query {
    private static final int MAX_PARAMETERS = 50;

    private Query() {}

    static MultiValueMap<String, String> parse(String query) {
        MultiValueMap<String, String> values = new LinkedMultiValueMap<>();
        for (String pair : query.split("&", MAX_PARAMETERS)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.add(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return values;
    }

    /** The query without this parameter; everything else stays as it was written. */
    static String without(String query, String name) {
        return Arrays.stream(query.split("&", -1))
                .filter(pair -> !decoded(pair.split("=", 2)[0]).equals(name))
                .collect(Collectors.joining("&"));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw MatrixException.invalidParam("This link is damaged");
        }
    }
}
