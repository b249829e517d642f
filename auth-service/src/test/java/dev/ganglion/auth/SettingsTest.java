package dev.ganglion.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.auth.account.AccountProperties;
import dev.ganglion.auth.deactivation.DeactivationProperties;
import dev.ganglion.auth.identityprovider.IdentityProviderProperties;
import dev.ganglion.auth.identityprovider.ProviderSettings;
import dev.ganglion.auth.interactive.InteractiveProperties;
import dev.ganglion.auth.ldap.LdapProperties;
import dev.ganglion.auth.lockout.LockoutProperties;
import dev.ganglion.auth.logintoken.LoginTokenProperties;
import dev.ganglion.auth.password.PasswordProperties;
import dev.ganglion.auth.registration.RegistrationMode;
import dev.ganglion.auth.registration.RegistrationProperties;
import dev.ganglion.auth.sso.SsoProperties;
import dev.ganglion.auth.token.TokenProperties;
import dev.ganglion.service.appservice.ApplicationServiceProperties;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Names and defaults are a promise to operators: changing one is a change of the documentation. */
class SettingsTest {
    private static <T> T bound(String prefix, Class<T> type, Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate(prefix, type);
    }

    @Test
    void registrationIsClosedUnlessItIsOpened() {
        assertThat(bound("ganglion", RegistrationProperties.class, Map.of()).registration())
                .isEqualTo(RegistrationMode.CLOSED);
        assertThat(
                        bound(
                                        "ganglion",
                                        RegistrationProperties.class,
                                        Map.of("ganglion.registration", "token"))
                                .registration())
                .isEqualTo(RegistrationMode.TOKEN);
        assertThatThrownBy(
                        () ->
                                bound(
                                        "ganglion",
                                        RegistrationProperties.class,
                                        Map.of("ganglion.registration", "ajar")))
                .isInstanceOf(BindException.class);
    }

    @Test
    void passwords() {
        assertThat(bound("ganglion.password", PasswordProperties.class, Map.of()))
                .isEqualTo(new PasswordProperties(true, 8, DataSize.ofMegabytes(19), 2, 0, 256));
        assertThat(
                        bound(
                                "ganglion.password",
                                PasswordProperties.class,
                                Map.of(
                                        "ganglion.password.enabled", "false",
                                        "ganglion.password.minimum-length", "12",
                                        "ganglion.password.memory", "64MB",
                                        "ganglion.password.passes", "3",
                                        "ganglion.password.threads", "4",
                                        "ganglion.password.queue", "10")))
                .isEqualTo(new PasswordProperties(false, 12, DataSize.ofMegabytes(64), 3, 4, 10));
    }

    @Test
    void tokens() {
        assertThat(bound("ganglion.tokens", TokenProperties.class, Map.of()))
                .isEqualTo(
                        new TokenProperties(
                                null,
                                Duration.ofHours(1),
                                Duration.ofDays(180),
                                Duration.ofSeconds(10),
                                Duration.ofDays(90)));
    }

    @Test
    void applicationServices() {
        assertThat(
                        bound("ganglion", ApplicationServiceProperties.class, Map.of())
                                .applicationServices())
                .isEmpty();
        assertThat(
                        bound(
                                        "ganglion",
                                        ApplicationServiceProperties.class,
                                        Map.of(
                                                "ganglion.application-services",
                                                "/etc/irc.yaml,/etc/bot.yaml"))
                                .applicationServices())
                .containsExactly(Path.of("/etc/irc.yaml"), Path.of("/etc/bot.yaml"));
    }

    @Test
    void loginTokens() {
        assertThat(bound("ganglion.login-tokens", LoginTokenProperties.class, Map.of()))
                .isEqualTo(new LoginTokenProperties(true, Duration.ofMinutes(2), 3));
    }

    @Test
    void singleSignOn() {
        assertThat(bound("ganglion.sso", IdentityProviderProperties.class, Map.of()))
                .isEqualTo(new IdentityProviderProperties(List.of(), Duration.ofSeconds(5), 8));
        assertThat(bound("ganglion.sso", SsoProperties.class, Map.of()))
                .isEqualTo(new SsoProperties(List.of(), Duration.ofMinutes(15)));
        ProviderSettings provider =
                bound(
                                "ganglion.sso",
                                IdentityProviderProperties.class,
                                Map.of(
                                        "ganglion.sso.providers[0].id", "company",
                                        "ganglion.sso.providers[0].client-id", "ganglion",
                                        "ganglion.sso.providers[0].client-secret", "secret",
                                        "ganglion.sso.providers[0].display-name", "{name}"))
                        .providers()
                        .getFirst();
        assertThat(provider)
                .isEqualTo(
                        new ProviderSettings(
                                "company",
                                "",
                                Optional.empty(),
                                Optional.empty(),
                                "",
                                "ganglion",
                                "secret",
                                null,
                                List.of("openid", "profile"),
                                true,
                                Optional.empty(),
                                Optional.of("{name}"),
                                false,
                                true));
        assertThat(provider.toString()).doesNotContain("secret");
    }

    @Test
    void directory() {
        LdapProperties directory = bound("ganglion.ldap", LdapProperties.class, Map.of());

        assertThat(directory)
                .isEqualTo(
                        new LdapProperties(
                                List.of(),
                                false,
                                false,
                                null,
                                null,
                                null,
                                null,
                                "",
                                "(uid={username})",
                                "uid",
                                Optional.empty(),
                                Duration.ofSeconds(5),
                                8,
                                true,
                                false));
    }

    @Test
    void theRest() {
        assertThat(bound("ganglion.lockout", LockoutProperties.class, Map.of()))
                .isEqualTo(new LockoutProperties(10, 100, Duration.ofMinutes(5)));
        assertThat(bound("ganglion.interactive", InteractiveProperties.class, Map.of()))
                .isEqualTo(new InteractiveProperties(Duration.ofMinutes(15)));
        assertThat(bound("ganglion.deactivation", DeactivationProperties.class, Map.of()))
                .isEqualTo(new DeactivationProperties(Duration.ofSeconds(30)));
        assertThat(
                        bound("ganglion.accounts", AccountProperties.class, Map.of())
                                .reservedLocalparts())
                .contains("admin", "root", "abuse");
    }
}
