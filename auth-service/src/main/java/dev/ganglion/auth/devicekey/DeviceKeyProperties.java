package dev.ganglion.auth.devicekey;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much there may be of keys.
 *
 * @param oneTimeKeys that a device keeps here until they are claimed
 * @param queriedNames how many users and devices one query may name
 * @param claimedKeys how many keys one request may claim
 */
@Validated
@ConfigurationProperties("ganglion.device-keys")
public record DeviceKeyProperties(
        @Min(1) @Max(100_000) @DefaultValue("1000") int oneTimeKeys,
        @Min(1) @Max(100_000) @DefaultValue("5000") int queriedNames,
        @Min(1) @Max(100_000) @DefaultValue("5000") int claimedKeys) {}
