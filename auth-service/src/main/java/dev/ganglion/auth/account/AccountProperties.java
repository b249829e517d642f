package dev.ganglion.auth.account;

import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.util.Set;

/**
 * Which names are kept from the public.
 *
 * @param reservedLocalparts names that nobody can register for themselves, because others would
 *     take them for the operator; the operator can still give them to somebody
 */
@Validated
@ConfigurationProperties("ganglion.accounts")
public record AccountProperties(
        @NotNull
                @DefaultValue({
                    "abuse",
                    "admin",
                    "administrator",
                    "hostmaster",
                    "moderator",
                    "postmaster",
                    "root",
                    "security",
                    "support",
                    "system",
                    "webmaster"
                })
                Set<String> reservedLocalparts) {}
