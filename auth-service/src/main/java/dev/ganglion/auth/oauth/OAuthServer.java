package dev.ganglion.auth.oauth;

import com.nimbusds.oauth2.sdk.id.Issuer;

import dev.ganglion.auth.page.PublicUrl;

import org.springframework.stereotype.Component;

import java.net.URI;
import java.util.Set;

/**
 * Whether the OAuth 2.0 API is there, and where. Its metadata must name addresses that browsers
 * trust, so it needs a public address with HTTPS; on the own machine HTTP will do.
 */
@Component
public class OAuthServer {
    static final String ROOT = "/_ganglion/oauth2/";
    private static final Set<String> OWN_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final PublicUrl publicUrl;
    private final boolean isOn;

    OAuthServer(PublicUrl publicUrl, OAuthProperties properties) {
        if (properties.enabled().orElse(false)) {
            publicUrl.requireFor("The OAuth 2.0 API");
        }
        this.publicUrl = publicUrl;
        this.isOn =
                properties
                        .enabled()
                        .orElse(publicUrl.base().filter(OAuthServer::isTrusted).isPresent());
    }

    /** When it is not, its endpoints answer {@code M_UNRECOGNIZED}. */
    public boolean isOn() {
        return isOn;
    }

    /** How this server calls itself in metadata and in answers to clients. */
    Issuer issuer() {
        return new Issuer(publicUrl.of("/"));
    }

    URI endpoint(String name) {
        return publicUrl.of(ROOT + name);
    }

    private static boolean isTrusted(URI base) {
        return base.getScheme().equals("https") || OWN_MACHINE.contains(base.getHost());
    }
}
