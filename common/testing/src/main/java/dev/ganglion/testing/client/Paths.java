package dev.ganglion.testing.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Paths of the client-server API, made of segments that are escaped here. */
public final class Paths {
    private Paths() {}

    /** Such as {@code v3("rooms", room, "members")}. */
    public static String v3(Object... segments) {
        return "/_matrix/client/v3" + joined(segments);
    }

    public static String v1(Object... segments) {
        return "/_matrix/client/v1" + joined(segments);
    }

    /** A segment of a path or a value of a query, with everything escaped that may be. */
    public static String escaped(Object text) {
        return URLEncoder.encode(text.toString(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String joined(Object... segments) {
        return Arrays.stream(segments)
                .map(segment -> "/" + escaped(segment))
                .collect(Collectors.joining());
    }
}
