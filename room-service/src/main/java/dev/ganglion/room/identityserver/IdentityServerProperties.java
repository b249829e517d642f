package dev.ganglion.room.identityserver;

import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.util.List;
import java.util.Optional;

/**
 * Which identity servers this server speaks to.
 *
 * @param trusted {@code ganglion.identity-servers.trusted}: their names, as clients write them in
 *     {@code id_server}; none by default
 */
@Validated
@ConfigurationProperties("ganglion.identity-servers")
record IdentityServerProperties(@NotNull @DefaultValue List<@NotNull TrustedServer> trusted) {
    Optional<TrustedServer> find(String name) {
        return trusted.stream().filter(server -> server.name().equals(name)).findFirst();
    }
}
