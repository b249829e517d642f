package dev.ganglion.auth.oauth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Client-server API, "Redirect URI validation": where a client may have its users sent. */
final class RedirectUris {
    private static final int MAX_LENGTH = 2_048;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private RedirectUris() {}

    /** Whether a client may register this one. */
    static boolean isAllowed(String text, String clientHost, boolean isNative) {
        return parsed(text)
                .filter(
                        uri ->
                                isWeb(uri, clientHost)
                                        || (isNative && isOfApp(uri, text, clientHost))
                                        || (isNative && isLoopback(uri) && uri.getPort() < 0))
                .isPresent();
    }

    /** Character by character; on the loopback interface an app may listen at any port. */
    static boolean matches(Client client, String wanted) {
        return client.redirectUris().contains(wanted)
                || (client.isNative()
                        && withoutPort(wanted).filter(client.redirectUris()::contains).isPresent());
    }

    /** What a browser's policy for forms calls the place where this leads. */
    static String policySource(String redirectUri) {
        URI uri = URI.create(redirectUri);
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        boolean isNamable = uri.getHost() != null && !uri.getHost().startsWith("[");
        if (!scheme.startsWith("http") || !isNamable) {
            return scheme + ":";
        }
        return scheme + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    /** An address with HTTPS on the client's own host, or below it, and nobody's name before it. */
    static boolean isWeb(URI uri, String clientHost) {
        return "https".equalsIgnoreCase(uri.getScheme())
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && isWithin(uri.getHost().toLowerCase(Locale.ROOT), clientHost);
    }

    /** Without a fragment, which answers have a use for themselves. */
    static Optional<URI> parsed(String text) {
        try {
            URI uri = new URI(text);
            boolean isPlain = uri.isAbsolute() && uri.getRawFragment() == null;
            boolean isAscii = text.chars().allMatch(c -> c > ' ' && c < 127);
            return isPlain && isAscii && text.length() <= MAX_LENGTH
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private static boolean isWithin(String host, String clientHost) {
        return host.equals(clientHost) || host.endsWith("." + clientHost);
    }

    /** A scheme that begins with the client's host backwards, and no authority. */
    private static boolean isOfApp(URI uri, String text, String clientHost) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String prefix = backwards(clientHost);
        boolean isOwn = scheme.equals(prefix) || scheme.startsWith(prefix + ".");
        return isOwn && prefix.contains(".") && !text.startsWith("//", scheme.length() + 1);
    }

    private static String backwards(String host) {
        return String.join(".", Arrays.asList(host.split("\\.", -1)).reversed());
    }

    private static boolean isLoopback(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme())
                && uri.getRawUserInfo() == null
                && uri.getHost() != null
                && LOOPBACK.contains(uri.getHost());
    }

    private static Optional<String> withoutPort(String text) {
        return parsed(text)
                .filter(RedirectUris::isLoopback)
                .filter(uri -> uri.getPort() > 0)
                .map(
                        uri ->
                                uri.getScheme()
                                        + "://"
                                        + uri.getHost()
                                        + uri.getRawPath()
                                        + (uri.getRawQuery() == null
                                                ? ""
                                                : "?" + uri.getRawQuery()));
    }
}
