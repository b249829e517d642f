package dev.ganglion.auth.mail;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The mail server that this server sends through; without a host it sends no mail.
 *
 * @param port absent for the usual one of the kind of security
 * @param passwordFile a file that holds the password; white space around it does not count
 * @param from what stands in the mails, as in {@code Example Chat <noreply@example.org>}
 * @param timeout for the connection, and for each answer of the mail server
 * @param threads how many mails are sent at once
 * @param queue how many more may wait; beyond that, who wants one is asked to come back later
 */
@Validated
@ConfigurationProperties("ganglion.mail")
public record MailProperties(
        Optional<String> host,
        Optional<@Min(1) @Max(65_535) Integer> port,
        @NotNull @DefaultValue("starttls") MailSecurity security,
        Optional<String> username,
        Optional<String> password,
        @Nullable Path passwordFile,
        Optional<String> from,
        @NotNull @DurationMin(millis = 100) @DurationMax(minutes = 2) @DefaultValue("10s")
                Duration timeout,
        @Min(1) @Max(100) @DefaultValue("2") int threads,
        @Min(1) @Max(100_000) @DefaultValue("100") int queue) {
    /** Without the password, which must not get into a log. */
    @Override
    public String toString() {
        return "MailProperties[" + host.orElse("none") + "]";
    }
}
