package dev.ganglion.sync.push;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;

/**
 * Which events are told to pushers.
 *
 * @param maxEventAge older ones are no news any more, such as after an outage of the server
 * @param maxWaiting events that wait for one pusher at most: beyond it the oldest go
 * @param badgeDelay for so long receipts are collected before the unread count is told without an
 *     event
 */
@Validated
@ConfigurationProperties("ganglion.push")
public record PushProperties(
        @NotNull @DurationMin(minutes = 1) @DurationMax(days = 1) @DefaultValue("1h")
                Duration maxEventAge,
        @Min(1) @Max(10_000) @DefaultValue("100") int maxWaiting,
        @NotNull @DurationMin @DurationMax(minutes = 10) @DefaultValue("3s") Duration badgeDelay) {}
