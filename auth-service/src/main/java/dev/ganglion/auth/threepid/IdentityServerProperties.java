package dev.ganglion.auth.threepid;

import dev.ganglion.protocol.identifier.ServerName;

import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which identity servers this server speaks to.
 *
 * @param trusted {@code ganglion.identity-servers.trusted}: their names, as clients write them in
 *     {@code id_server}; none by default
 */
@Validated
@ConfigurationProperties("ganglion.identity-servers")
public record IdentityServerProperties(@NotNull @DefaultValue List<@NotNull Trusted> trusted) {
    private static final String PLAIN = "http://";
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

    Optional<Trusted> find(String name) {
        return trusted.stream().filter(server -> server.name().equals(name)).findFirst();
    }

    /** A server to be reached by HTTPS, or without on the same machine. */
    public record Trusted(String name, URI base) {
        /** Reads a setting; Spring finds it by its name. */
        public static Trusted valueOf(String setting) {
            boolean isPlain = setting.startsWith(PLAIN);
            ServerName name =
                    ServerName.tryParse(isPlain ? setting.substring(PLAIN.length()) : setting)
                            .filter(given -> !isPlain || LOOPBACK.contains(given.host()))
                            .orElseThrow(
                                    () ->
                                            new IllegalArgumentException(
                                                    "must be the name of an identity server, such"
                                                            + " as vector.im"));
            return new Trusted(
                    name.value(), URI.create((isPlain ? PLAIN : "https://") + name.value()));
        }
    }
}
