package dev.ganglion.room.identityserver;

import dev.ganglion.protocol.identifier.ServerName;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * An identity server as the settings name it: {@code vector.im}, with a port perhaps, for HTTPS; or
 * {@code http://127.0.0.1:8090} for one on the same machine, without.
 *
 * @param name host and port
 */
public record TrustedServer(String name, URI base) {
    private static final String PLAIN = "http://";
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

    /** Reads a setting; Spring finds it by its name. */
    public static TrustedServer valueOf(String setting) {
        boolean isPlain = setting.startsWith(PLAIN);
        ServerName name =
                ServerName.tryParse(isPlain ? setting.substring(PLAIN.length()) : setting)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "must be the name of an identity server, such as vector.im"));
        if (isPlain && !LOOPBACK.contains(name.host())) {
            throw new IllegalArgumentException(
                    "must be reached by HTTPS: plain HTTP is for the loopback interface");
        }
        return new TrustedServer(
                name.value(), URI.create((isPlain ? PLAIN : "https://") + name.value()));
    }

    /** Whether that is an address on this server, reached in the way that it is to be reached. */
    boolean serves(URI address) {
        return base.getScheme().equals(address.getScheme())
                && address.getRawUserInfo() == null
                && address.getRawAuthority() != null
                && name.equals(address.getRawAuthority().toLowerCase(Locale.ROOT));
    }
}
