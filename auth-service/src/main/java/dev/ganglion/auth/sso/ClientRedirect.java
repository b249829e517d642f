package dev.ganglion.auth.sso;

import dev.ganglion.protocol.error.MatrixException;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a client wants its user sent with a login token: a web address, or one of an app's own
 * scheme.
 */
record ClientRedirect(URI uri) {
    private static final int MAX_LENGTH = 2_048;
    private static final String TOKEN = "loginToken";

    /** What a browser would run, read or show by itself instead of handing it to a client. */
    private static final Set<String> REFUSED_SCHEMES =
            Set.of(
                    "javascript",
                    "data",
                    "vbscript",
                    "file",
                    "filesystem",
                    "blob",
                    "about",
                    "view-source",
                    "mailto",
                    "tel",
                    "ftp",
                    "ws",
                    "wss",
                    "intent",
                    "chrome",
                    "resource");

    /** Fails with {@code M_INVALID_PARAM} when nobody should be sent there. */
    static ClientRedirect parse(String text) {
        boolean isPlain =
                text.length() <= MAX_LENGTH && text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
        if (!isPlain) {
            throw refused();
        }
        try {
            URI uri = new URI(text);
            if (isFit(uri)) {
                return new ClientRedirect(uri);
            }
        } catch (URISyntaxException _) {
            // Told below.
        }
        throw refused();
    }

    boolean isWeb() {
        return scheme().equals("https") || scheme().equals("http");
    }

    String scheme() {
        return uri.getScheme().toLowerCase(Locale.ROOT);
    }

    /** What people are told: the part that says whose it is. */
    String shown() {
        return uri.getRawAuthority() == null
                ? scheme() + ":"
                : scheme() + "://" + uri.getRawAuthority();
    }

    /** The address with the token in its query, before the fragment. */
    URI with(String loginToken) {
        String text = uri.toString();
        int hash = text.indexOf('#');
        String fragment = hash < 0 ? "" : text.substring(hash);
        String address = hash < 0 ? text : text.substring(0, hash);
        int mark = address.indexOf('?');
        String path = mark < 0 ? address : address.substring(0, mark);
        String query = mark < 0 ? "" : withoutToken(address.substring(mark + 1));
        return URI.create(
                path
                        + "?"
                        + query
                        + (query.isEmpty() ? "" : "&")
                        + TOKEN
                        + "="
                        + loginToken
                        + fragment);
    }

    /** Nobody slips the client a token of somebody else before ours. */
    private static String withoutToken(String query) {
        return Arrays.stream(query.split("&"))
                .filter(part -> !part.equals(TOKEN) && !part.startsWith(TOKEN + "="))
                .collect(Collectors.joining("&"));
    }

    private static boolean isFit(URI uri) {
        if (!uri.isAbsolute() || uri.isOpaque()) {
            return false;
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String authority = uri.getRawAuthority();
        boolean isWeb = scheme.equals("https") || scheme.equals("http");
        boolean isNamed = isWeb ? uri.getHost() != null : !REFUSED_SCHEMES.contains(scheme);
        return isNamed && (authority == null || !authority.contains("@"));
    }

    private static MatrixException refused() {
        return MatrixException.invalidParam("The address of the client cannot be used");
    }
}
