package dev.ganglion.service.bus;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where Redis is.
 *
 * @param url such as {@code redis://user:password@host:6379} or {@code rediss://…}
 * @param prefix what the name of every channel begins with: two servers may share a Redis
 */
@Validated
@ConfigurationProperties("ganglion.redis")
public record BusProperties(
        @NotNull
                @Pattern(
                        regexp = "rediss?://.+",
                        message = "must look like redis://host:6379 or rediss://host:6379")
                String url,
        @NotBlank @DefaultValue("ganglion:") String prefix) {

    /** Without the URL, which may hold a password. */
    @Override
    public String toString() {
        return "BusProperties[prefix=" + prefix + "]";
    }
}
