package dev.ganglion.gateway.upstream;

import dev.ganglion.service.config.PositiveSize;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Where the services are and how long they may take.
 *
 * @param services {@code ganglion.services.<name>.urls}: the replicas of each service; a DNS name
 *     stands for all of its addresses
 * @param upstream {@code ganglion.upstream.*}
 */
@Validated
@ConfigurationProperties("ganglion")
public record UpstreamSettings(
        @NotNull @DefaultValue Map<String, @Valid Urls> services,
        @NotNull @Valid @DefaultValue Deadlines upstream) {

    /** Where a service is. */
    public record Urls(@NotNull @DefaultValue List<@NotNull URI> urls) {}

    /**
     * The patience with services.
     *
     * @param connect how long a connection may take
     * @param response how long a service may be silent before and within an answer
     * @param longPollGrace what a long poll gets on top of the time that the client asked for
     * @param maxConnections how many connections to one replica at once; long polls hold one each
     * @param sends how messages take turns
     * @param probe how often replicas are asked whether they are ready
     * @param resolve how often DNS names are looked up again
     */
    public record Deadlines(
            @NotNull @DurationMin(millis = 1) @DefaultValue("2s") Duration connect,
            @NotNull @DurationMin(millis = 1) @DefaultValue("60s") Duration response,
            @NotNull @DurationMin @DefaultValue("30s") Duration longPollGrace,
            @Min(1) @DefaultValue("20000") int maxConnections,
            @NotNull @Valid @DefaultValue Turns sends,
            @NotNull @DurationMin(millis = 1) @DefaultValue("1s") Duration probe,
            @NotNull @DurationMin(millis = 1) @DefaultValue("5s") Duration resolve) {}

    /**
     * The turns of messages from this gateway to one replica of room-service.
     *
     * @param atOnce how many are under way at most
     * @param waiting how many more wait
     * @param patience how long one of them waits
     * @param memory how many bytes the bodies that this gateway holds have together at most
     */
    public record Turns(
            @Min(1) @DefaultValue("512") int atOnce,
            @Min(1) @DefaultValue("5000") int waiting,
            @NotNull @DurationMin(millis = 1) @DefaultValue("10s") Duration patience,
            @NotNull @PositiveSize @DefaultValue("64MB") DataSize memory) {}
}
