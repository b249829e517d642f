package dev.ganglion.gateway.edge;

import io.netty.handler.codec.http.HttpRequest;

import java.util.Locale;

/**
 * Makes a request's target one that has a single reading: path and query alone, with every
 * character that a URI cannot hold percent-encoded. (Clients send quotes, braces and pipes as they
 * are, and some send UTF-8.)
 */
final class RequestTarget {
    private static final boolean[] IS_LEGAL = new boolean[128];

    static {
        String legal =
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                        + "-._~!$&'()*+,;=:@/?";
        legal.chars().forEach(character -> IS_LEGAL[character] = true);
    }

    private RequestTarget() {}

    static void repair(HttpRequest request) {
        String target = request.uri();
        String origin = originForm(target);
        int illegal = firstIllegal(origin);
        if (illegal >= 0) {
            request.setUri(encoded(origin, illegal));
        } else if (!origin.equals(target)) {
            request.setUri(origin);
        }
    }

    /** {@code http://host/path} is for proxies; whatever else is no path becomes the root. */
    private static String originForm(String target) {
        if (target.startsWith("/")) {
            return target;
        }
        String lower = target.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
            return "/";
        }
        int path = target.indexOf('/', target.indexOf("//") + 2);
        return path < 0 ? "/" : target.substring(path);
    }

    private static int firstIllegal(String target) {
        for (int i = 0; i < target.length(); i++) {
            if (!isLegal(target, i)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isLegal(String target, int i) {
        char character = target.charAt(i);
        if (character == '%') {
            return i + 2 < target.length() && isHex(target, i + 1) && isHex(target, i + 2);
        }
        return character < 128 && IS_LEGAL[character];
    }

    private static boolean isHex(String target, int i) {
        return Character.digit(target.charAt(i), 16) >= 0 && target.charAt(i) < 128;
    }

    /** Netty reads one byte as one character, so a character here is a byte of the client's. */
    private static String encoded(String target, int firstIllegal) {
        StringBuilder encoded = new StringBuilder(target.length() + 16);
        encoded.append(target, 0, firstIllegal);
        for (int i = firstIllegal; i < target.length(); i++) {
            if (isLegal(target, i)) {
                encoded.append(target.charAt(i));
            } else {
                encoded.append(String.format("%%%02X", target.charAt(i) & 0xff));
            }
        }
        return encoded.toString();
    }
}
