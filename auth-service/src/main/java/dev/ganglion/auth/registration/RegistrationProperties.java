package dev.ganglion.auth.registration;

import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who can register.
 *
 * @param registration {@code closed}, {@code token} or {@code open}
 * @param registrationRequiresEmail whether an email address must be proved; without it may be,
 *     where this server can send mail
 */
@Validated
@ConfigurationProperties("ganglion")
public record RegistrationProperties(
        @NotNull @DefaultValue("closed") RegistrationMode registration,
        @DefaultValue("false") boolean registrationRequiresEmail) {}
