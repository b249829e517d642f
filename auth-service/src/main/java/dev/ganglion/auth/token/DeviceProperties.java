package dev.ganglion.auth.token;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many devices there may be.
 *
 * @param maxPerUser without the dehydrated one; a login beyond it ends the device that was unused
 *     for longest
 */
@Validated
@ConfigurationProperties("ganglion.devices")
public record DeviceProperties(@Min(1) @Max(100_000) @DefaultValue("1000") int maxPerUser) {}
