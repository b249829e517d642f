package dev.ganglion.auth.devicekey;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How much there may be of keys.
 *
 * @param oneTimeKeys that a device keeps here until they are claimed
 * @param queriedNames how many users and devices one query may name
 * @param querySize what the devices' keys in one answer may come to
 * @param queriesSize what they may come to in all large answers together, at this replica
 * @param claimedKeys how many keys one request may claim
 */
@Validated
@ConfigurationProperties("ganglion.device-keys")
public record DeviceKeyProperties(
        @Min(1) @Max(100_000) @DefaultValue("250") int oneTimeKeys,
        @Min(1) @Max(100_000) @DefaultValue("5000") int queriedNames,
        @NotNull @DefaultValue("8MB") DataSize querySize,
        @NotNull @DefaultValue("64MB") DataSize queriesSize,
        @Min(1) @Max(100_000) @DefaultValue("5000") int claimedKeys) {}
