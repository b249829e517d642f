package dev.ganglion.auth.sso;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.config.StartFailureException;

import org.springframework.stereotype.Component;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * The web clients that the operator trusts. Scheme, host and port must be the same, and the path
 * must be the listed one or below it; the beginning of a text says nothing of where it leads.
 */
@Component
class ClientAllowList {
    private static final List<String> ELSEWHERE = List.of("/.", "//", "%2e", "%2f", "%5c", "%25");

    private final List<ClientRedirect> allowed;

    ClientAllowList(SsoProperties properties) {
        this.allowed = properties.clientAllowList().stream().map(ClientAllowList::entry).toList();
    }

    boolean allows(ClientRedirect client) {
        return client.isWeb() && allowed.stream().anyMatch(entry -> covers(entry, client));
    }

    private static boolean covers(ClientRedirect entry, ClientRedirect client) {
        return origin(entry).equals(origin(client))
                && isBelow(path(entry.uri()), path(client.uri()));
    }

    private static boolean isBelow(String listed, String path) {
        // What a browser, or a web server that decodes it, would take for another folder is not
        // compared at all.
        String lower = path.toLowerCase(Locale.ROOT);
        if (ELSEWHERE.stream().anyMatch(lower::contains)) {
            return false;
        }
        return listed.endsWith("/")
                ? path.startsWith(listed)
                : path.equals(listed) || path.startsWith(listed + "/");
    }

    private static String path(URI uri) {
        return uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    }

    private static String origin(ClientRedirect address) {
        URI uri = address.uri();
        int standard = address.scheme().equals("https") ? 443 : 80;
        return address.scheme()
                + "://"
                + uri.getHost().toLowerCase(Locale.ROOT)
                + ":"
                + (uri.getPort() < 0 ? standard : uri.getPort());
    }

    private static ClientRedirect entry(String text) {
        try {
            ClientRedirect entry = ClientRedirect.parse(text.strip());
            if (entry.isWeb()
                    && entry.uri().getRawQuery() == null
                    && entry.uri().getRawFragment() == null) {
                return entry;
            }
        } catch (MatrixException _) {
            // Told below.
        }
        throw new StartFailureException(
                "ganglion.sso.client-allow-list has an entry that is no web address: " + text,
                "Write each as in https://app.example.org/; apps with schemes of their own always"
                        + " ask");
    }
}
