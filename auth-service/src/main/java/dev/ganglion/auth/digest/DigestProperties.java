package dev.ganglion.auth.digest;

import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.net.URI;
import java.time.Duration;

/**
 * What stands in the mails that tell users what they have missed.
 *
 * @param permalinkBase what the links to messages begin with; the room's ID, a slash and the
 *     event's ID follow
 * @param unsubscribeLifetime for how long the link in a mail ends further ones
 */
@Validated
@ConfigurationProperties("ganglion.digests")
public record DigestProperties(
        @NotNull @DefaultValue("https://matrix.to/#/") URI permalinkBase,
        @NotNull @DurationMin(days = 1) @DurationMax(days = 3650) @DefaultValue("90d")
                Duration unsubscribeLifetime) {
    /** Refuses what no browser would open. */
    public DigestProperties {
        boolean isWeb =
                "https".equals(permalinkBase.getScheme())
                        || "http".equals(permalinkBase.getScheme());
        if (!isWeb || permalinkBase.getHost() == null) {
            throw new IllegalArgumentException(
                    "ganglion.digests.permalink-base is an address such as https://matrix.to/#/");
        }
    }
}
