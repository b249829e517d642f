package dev.ganglion.service.config;

import dev.ganglion.protocol.identifier.ServerName;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which server this process serves, and as which of its services.
 *
 * @param serverName the domain in every identifier that is made here; it can never change
 * @param service {@code gateway}, {@code auth}, {@code room}, {@code sync}, {@code media} or {@code
 *     moderation}; set by the service itself
 */
@Validated
@ConfigurationProperties("ganglion")
public record ServerProperties(
        @NotNull @DefaultValue("localhost") ServerName serverName,
        @NotNull @Pattern(regexp = "[a-z]+") String service) {}
