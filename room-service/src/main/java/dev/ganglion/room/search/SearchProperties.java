package dev.ganglion.room.search;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;

/**
 * How messages are searched.
 *
 * @param language {@code ganglion.search.language}: the text search configuration of PostgreSQL
 *     that words go through, such as {@code english}; with {@code simple} words are what they are,
 *     but for accents and case. A change builds the index anew
 * @param timeout {@code ganglion.search.timeout}: how long the database may look
 */
@Validated
@ConfigurationProperties("ganglion.search")
record SearchProperties(
        @NotNull
                @Pattern(
                        regexp = "[A-Za-z_][A-Za-z0-9_]{0,62}",
                        message = "must be the name of a text search configuration")
                @DefaultValue("simple")
                String language,
        @NotNull @DurationMin(millis = 100) @DurationMax(minutes = 1) @DefaultValue("5s")
                Duration timeout) {}
