package dev.ganglion.gateway.door;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Of a browser's cookies those that this server has set; whatever else is on the host stays out.
 */
final class PageCookies {
    private static final String OWN = "ganglion-";
    private static final String OWN_HOST = "__Host-" + OWN;

    private PageCookies() {}

    static void copy(HttpHeaders from, HttpHeaders to) {
        String own =
                from.getAll(HttpHeaderNames.COOKIE).stream()
                        .flatMap(header -> Arrays.stream(header.split(";", -1)))
                        .map(String::strip)
                        .filter(cookie -> cookie.startsWith(OWN) || cookie.startsWith(OWN_HOST))
                        .collect(Collectors.joining("; "));
        if (!own.isEmpty()) {
            to.set(HttpHeaderNames.COOKIE, own);
        }
    }
}
