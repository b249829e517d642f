package dev.ganglion.sync.threadsubscription;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many thread subscriptions there may be.
 *
 * @param maxPerUser of a user, in all rooms together, with what is remembered of unsubscriptions
 */
@Validated
@ConfigurationProperties("ganglion.thread-subscriptions")
public record ThreadSubscriptionProperties(
        @Min(1) @Max(1_000_000) @DefaultValue("10000") int maxPerUser) {}
