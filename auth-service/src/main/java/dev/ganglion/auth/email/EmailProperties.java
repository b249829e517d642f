package dev.ganglion.auth.email;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;
import java.util.Set;

/**
 * How email addresses are proved.
 *
 * @param hideKnownAddresses whether nobody is told, except by a mail to the address, that it is or
 *     is not somebody's here
 * @param validationLifetime how long a link is good, and then what it has proved
 * @param mailsPerAddress how many mails go to one address in a window
 * @param requestsPerNetwork how many mails one network may ask for in a window
 * @param window the time for which mails are counted
 * @param nextLinkHosts hosts of web clients that the page after the proof may link to
 */
@Validated
@ConfigurationProperties("ganglion.email")
public record EmailProperties(
        @DefaultValue("true") boolean hideKnownAddresses,
        @NotNull @DurationMin(minutes = 1) @DurationMax(hours = 24) @DefaultValue("1h")
                Duration validationLifetime,
        @Min(1) @DefaultValue("5") int mailsPerAddress,
        @Min(1) @DefaultValue("50") int requestsPerNetwork,
        @NotNull @DurationMin(minutes = 1) @DurationMax(hours = 24) @DefaultValue("1h")
                Duration window,
        @NotNull @DefaultValue Set<String> nextLinkHosts) {}
