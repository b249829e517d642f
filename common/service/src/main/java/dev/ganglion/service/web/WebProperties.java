package dev.ganglion.service.web;

import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of the HTTP side.
 *
 * @param maxBody the largest JSON body that is read; a larger one is refused with {@code
 *     M_TOO_LARGE}
 */
@Validated
@ConfigurationProperties("ganglion.web")
public record WebProperties(@NotNull @DefaultValue("1MB") DataSize maxBody) {}
