package dev.ganglion.auth.email;

import dev.ganglion.auth.page.PublicUrl;
import dev.ganglion.protocol.error.MatrixException;

import org.springframework.stereotype.Component;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where a client would like people to go once they have proved their address. Anyone can ask for a
 * mail to anyone, so the page after the proof links only to this server and to hosts that the
 * operator has named, and nobody is sent there without a click.
 */
@Component
class NextLinks {
    private static final int MAX_LENGTH = 2_000;

    private final EmailProperties properties;
    private final PublicUrl publicUrl;

    NextLinks(EmailProperties properties, PublicUrl publicUrl) {
        this.properties = properties;
        this.publicUrl = publicUrl;
    }

    /**
     * The link, if it is one that may be shown; empty for hosts that are not named.
     *
     * @throws MatrixException {@code M_INVALID_PARAM} for what is no address on the web
     */
    Optional<String> allowed(Optional<String> asked) {
        return asked.filter(text -> !text.isEmpty())
                .map(NextLinks::parsed)
                .filter(link -> publicUrl.isOrigin(link) || isNamed(link))
                .map(URI::toASCIIString);
    }

    private boolean isNamed(URI link) {
        return properties.nextLinkHosts().stream().anyMatch(link.getHost()::equalsIgnoreCase);
    }

    private static URI parsed(String text) {
        try {
            URI link = new URI(text);
            boolean isWeb =
                    "https".equalsIgnoreCase(link.getScheme())
                            || "http".equalsIgnoreCase(link.getScheme());
            if (isWeb
                    && link.getHost() != null
                    && link.getRawUserInfo() == null
                    && text.length() <= MAX_LENGTH) {
                return link;
            }
        } catch (URISyntaxException _) {
            // Told below.
        }
        throw MatrixException.invalidParam("next_link is not an address on the web");
    }
}
