package dev.ganglion.sync.pusher;

import dev.ganglion.protocol.error.MatrixException;

import org.springframework.stereotype.Component;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Which addresses push gateways may have. Users name them, so the server speaks to none that has
 * another path, speaks plain HTTP or, which only shows when its name is resolved, has an address of
 * a network of the operator's; unless it is one of the operator's own gateways.
 */
@Component
public class GatewayAddresses {
    private static final String PATH = "/_matrix/push/v1/notify";
    private static final int MAX_BYTES = 2_000;
    private static final int MAX_PORT = 65_535;

    private final List<URI> ownGateways;

    GatewayAddresses(PusherProperties properties) {
        this.ownGateways = properties.ownGateways();
    }

    /** {@code M_INVALID_PARAM} unless it may be a gateway's address. */
    public URI parse(String url) {
        URI address = tryParse(url);
        if (!PATH.equals(address.getRawPath())) {
            throw MatrixException.invalidParam("The path of the gateway's URL must be " + PATH);
        }
        if (!address.getScheme().equalsIgnoreCase("https") && !isOwn(address)) {
            throw MatrixException.invalidParam("The URL of the gateway must begin with https://");
        }
        return address;
    }

    /** Whether it is a gateway of the operator's, which may be anywhere. */
    public boolean isOwn(URI address) {
        return ownGateways.stream().anyMatch(own -> isSame(own, address));
    }

    private static boolean isSame(URI own, URI address) {
        return own.getScheme().equalsIgnoreCase(address.getScheme())
                && own.getHost().equalsIgnoreCase(address.getHost())
                && (own.getPort() == -1 || own.getPort() == address.getPort());
    }

    static boolean isHttp(URI address) {
        return address.getScheme() != null
                && List.of("http", "https").contains(address.getScheme().toLowerCase(Locale.ROOT));
    }

    private static URI tryParse(String url) {
        try {
            URI address = new URI(url);
            boolean isUsable =
                    url.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
                            && isHttp(address)
                            && address.getHost() != null
                            && address.getRawUserInfo() == null
                            && address.getRawFragment() == null
                            && address.getPort() != 0
                            && address.getPort() <= MAX_PORT;
            if (isUsable) {
                return address;
            }
        } catch (URISyntaxException _) {
            // Refused below.
        }
        throw MatrixException.invalidParam("The URL of the gateway is none");
    }
}
