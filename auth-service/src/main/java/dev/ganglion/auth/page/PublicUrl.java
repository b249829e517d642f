package dev.ganglion.auth.page;

import dev.ganglion.service.config.StartFailureException;

import org.springframework.stereotype.Component;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * The address under which people and clients reach this server, by {@code
 * ganglion.public-base-url}.
 */
@Component
public class PublicUrl {
    private static final String SETTING = "ganglion.public-base-url";

    private final Optional<URI> base;

    PublicUrl(PageProperties properties) {
        this.base = properties.publicBaseUrl().filter(url -> !url.isBlank()).map(PublicUrl::parsed);
    }

    /** Without a closing slash; absent when the operator has not set it. */
    public Optional<URI> base() {
        return base;
    }

    /**
     * For features that cannot do without: called when the service starts.
     *
     * @param feature what needs it, as the beginning of a sentence
     */
    public void requireFor(String feature) {
        if (base.isEmpty()) {
            throw new StartFailureException(
                    feature + " needs to know the address of this server",
                    "Set " + SETTING + " to what clients use, such as https://matrix.example.org");
        }
    }

    /** The address of a path of this server, which begins with a slash. */
    public URI of(String path) {
        return URI.create(
                base.orElseThrow(() -> new IllegalStateException(SETTING + " is not set")) + path);
    }

    /** Whether browsers reach this server by HTTPS. */
    public boolean isHttps() {
        return base.filter(url -> url.getScheme().equals("https")).isPresent();
    }

    /** What stands before every path, where the server is not at the root of its host. */
    String prefix() {
        return base.map(URI::getRawPath).orElse("");
    }

    /** Whether a link leads to this server itself. */
    public boolean isOrigin(URI link) {
        return base.filter(url -> origin(url).equals(origin(link))).isPresent();
    }

    private static String origin(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        int port = url.getPort() >= 0 ? url.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + String.valueOf(url.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
    }

    private static URI parsed(String text) {
        try {
            URI url = new URI(text.strip().replaceAll("/+$", ""));
            boolean isWeb = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
            boolean isPlain =
                    url.getRawUserInfo() == null
                            && url.getRawQuery() == null
                            && url.getRawFragment() == null;
            if (isWeb && isPlain && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException _) {
            // Told below.
        }
        throw new StartFailureException(
                SETTING + " is not the address of a server: " + text,
                "Set it to an address as in https://matrix.example.org, without a query");
    }
}
