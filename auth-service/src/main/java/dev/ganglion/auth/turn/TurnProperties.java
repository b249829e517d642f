package dev.ganglion.auth.turn;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The TURN servers: with a shared secret, from which each user gets credentials of their own for a
 * time, or with one name and password for everybody.
 *
 * @param uris {@code turn:} or {@code turns:} addresses; without any there is no TURN
 * @param sharedSecret what the TURN servers know as their static authentication secret
 * @param sharedSecretFile a file that holds it
 * @param lifetime how long credentials are good for
 * @param username of everybody, instead of a secret
 * @param password of everybody
 * @param passwordFile a file that holds it
 */
@Validated
@ConfigurationProperties("ganglion.turn")
public record TurnProperties(
        @DefaultValue
                List<
                                @Pattern(
                                        regexp = "turns?:[^\\s]+",
                                        message = "must begin with turn: or turns:")
                                String>
                        uris,
        @Nullable String sharedSecret,
        @Nullable Path sharedSecretFile,
        @NotNull @DurationMin(minutes = 1) @DefaultValue("1h") Duration lifetime,
        @Nullable String username,
        @Nullable String password,
        @Nullable Path passwordFile) {
    /** Without the secrets, which must not get into a log. */
    @Override
    public String toString() {
        return "TurnProperties";
    }
}
