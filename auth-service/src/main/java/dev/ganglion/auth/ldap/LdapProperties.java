package dev.ganglion.auth.ldap;

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
import java.util.List;
import java.util.Optional;

/**
 * A directory that checks passwords.
 *
 * @param uri one address or several of the same directory, the first that answers is asked
 * @param startTls whether connections to {@code ldap://} are encrypted; without it they are refused
 * @param plainText whether passwords may be sent as they are, for a directory on the same host
 * @param trustedCertificates a PEM file in place of the authorities that Java trusts
 * @param bindDn who searches; nobody in particular when it is absent
 * @param bindPasswordFile a file that holds the password, in its place; white space around it does
 *     not count
 * @param base below which people are
 * @param filter that finds one person by what they type as {@code {username}}
 * @param subjectAttribute by which people are known again, which is never given to anybody else
 * @param localpartAttribute of the account's ID
 * @param displayNameAttribute of a new account
 * @param timeout for the connection, and for each answer
 * @param connections how many, each with a thread; eight times as many logins may wait
 * @param register whether the first login makes an account
 * @param linkExisting whether the directory decides on accounts too that it did not make; passwords
 *     of this server count for nobody then
 */
@Validated
@ConfigurationProperties("ganglion.ldap")
public record LdapProperties(
        @DefaultValue List<String> uri,
        @DefaultValue("false") boolean startTls,
        @DefaultValue("false") boolean plainText,
        @Nullable Path trustedCertificates,
        @Nullable String bindDn,
        @Nullable String bindPassword,
        @Nullable Path bindPasswordFile,
        @DefaultValue("") String base,
        @DefaultValue("(uid={username})") String filter,
        @DefaultValue("entryUUID") String subjectAttribute,
        @DefaultValue("uid") String localpartAttribute,
        Optional<String> displayNameAttribute,
        @NotNull @DurationMin(millis = 100) @DurationMax(seconds = 30) @DefaultValue("5s")
                Duration timeout,
        @Min(1) @Max(256) @DefaultValue("8") int connections,
        @DefaultValue("true") boolean register,
        @DefaultValue("false") boolean linkExisting) {
    /** Without the password, which must not get into a log. */
    @Override
    public String toString() {
        return "LdapProperties" + uri;
    }
}
