package dev.ganglion.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.auth.account.AccountProperties;
import dev.ganglion.auth.captcha.CaptchaProperties;
import dev.ganglion.auth.deactivation.DeactivationProperties;
import dev.ganglion.auth.devicekey.DeviceKeyProperties;
import dev.ganglion.auth.digest.DigestProperties;
import dev.ganglion.auth.email.EmailProperties;
import dev.ganglion.auth.identityprovider.IdentityProviderProperties;
import dev.ganglion.auth.identityprovider.ProviderSettings;
import dev.ganglion.auth.interactive.InteractiveProperties;
import dev.ganglion.auth.keybackup.KeyBackupProperties;
import dev.ganglion.auth.ldap.LdapProperties;
import dev.ganglion.auth.lockout.LockoutProperties;
import dev.ganglion.auth.logintoken.LoginTokenProperties;
import dev.ganglion.auth.mail.MailProperties;
import dev.ganglion.auth.mail.MailSecurity;
import dev.ganglion.auth.page.PageProperties;
import dev.ganglion.auth.password.PasswordProperties;
import dev.ganglion.auth.registration.RegistrationMode;
import dev.ganglion.auth.registration.RegistrationProperties;
import dev.ganglion.auth.rtc.LivekitProperties;
import dev.ganglion.auth.sso.SsoProperties;
import dev.ganglion.auth.terms.TermsProperties;
import dev.ganglion.auth.threepid.IdentityServerProperties;
import dev.ganglion.auth.token.DeviceProperties;
import dev.ganglion.auth.token.TokenProperties;
import dev.ganglion.auth.turn.TurnProperties;
import dev.ganglion.service.appservice.ApplicationServiceProperties;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    void digests() {
        assertThat(bound("ganglion.digests", DigestProperties.class, Map.of()))
                .isEqualTo(
                        new DigestProperties(
                                URI.create("https://matrix.to/#/"), Duration.ofDays(90)));
        assertThat(
                        bound(
                                "ganglion.digests",
                                DigestProperties.class,
                                Map.of(
                                        "ganglion.digests.permalink-base",
                                        "https://app.example.org/#/room/",
                                        "ganglion.digests.unsubscribe-lifetime",
                                        "30d")))
                .isEqualTo(
                        new DigestProperties(
                                URI.create("https://app.example.org/#/room/"),
                                Duration.ofDays(30)));
        assertThatThrownBy(
                        () ->
                                bound(
                                        "ganglion.digests",
                                        DigestProperties.class,
                                        Map.of(
                                                "ganglion.digests.permalink-base",
                                                "javascript:alert(1)")))
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
    void devices() {
        assertThat(bound("ganglion.devices", DeviceProperties.class, Map.of()))
                .isEqualTo(new DeviceProperties(1_000));
        assertThat(
                        bound(
                                "ganglion.devices",
                                DeviceProperties.class,
                                Map.of("ganglion.devices.max-per-user", "7")))
                .isEqualTo(new DeviceProperties(7));
    }

    @Test
    void deviceKeys() {
        assertThat(bound("ganglion.device-keys", DeviceKeyProperties.class, Map.of()))
                .isEqualTo(
                        new DeviceKeyProperties(
                                250,
                                5_000,
                                DataSize.ofMegabytes(8),
                                DataSize.ofMegabytes(64),
                                5_000));
        assertThat(
                        bound(
                                "ganglion.device-keys",
                                DeviceKeyProperties.class,
                                Map.of(
                                        "ganglion.device-keys.one-time-keys", "10",
                                        "ganglion.device-keys.queried-names", "20",
                                        "ganglion.device-keys.query-size", "1MB",
                                        "ganglion.device-keys.queries-size", "2MB",
                                        "ganglion.device-keys.claimed-keys", "30")))
                .isEqualTo(
                        new DeviceKeyProperties(
                                10, 20, DataSize.ofMegabytes(1), DataSize.ofMegabytes(2), 30));
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
    void keyBackups() {
        assertThat(bound("ganglion.key-backup", KeyBackupProperties.class, Map.of()))
                .isEqualTo(
                        new KeyBackupProperties(
                                100, 1_000_000, DataSize.ofGigabytes(1), Duration.ofMinutes(1)));
    }

    @Test
    void turn() {
        assertThat(bound("ganglion.turn", TurnProperties.class, Map.of()))
                .isEqualTo(
                        new TurnProperties(
                                List.of(), null, null, Duration.ofHours(1), null, null, null));
        assertThat(
                        bound(
                                "ganglion.turn",
                                TurnProperties.class,
                                Map.of(
                                        "ganglion.turn.uris", "turn:a,turns:b",
                                        "ganglion.turn.shared-secret", "s",
                                        "ganglion.turn.shared-secret-file", "/s",
                                        "ganglion.turn.lifetime", "2h",
                                        "ganglion.turn.username", "u",
                                        "ganglion.turn.password", "p",
                                        "ganglion.turn.password-file", "/p")))
                .isEqualTo(
                        new TurnProperties(
                                List.of("turn:a", "turns:b"),
                                "s",
                                Path.of("/s"),
                                Duration.ofHours(2),
                                "u",
                                "p",
                                Path.of("/p")));
    }

    @Test
    void livekit() {
        assertThat(bound("ganglion.livekit", LivekitProperties.class, Map.of()))
                .isEqualTo(
                        new LivekitProperties(
                                null, null, null, null, null, null, Duration.ofMinutes(10)));
        assertThat(
                        bound(
                                "ganglion.livekit",
                                LivekitProperties.class,
                                Map.of(
                                        "ganglion.livekit.service-url", "https://m/l",
                                        "ganglion.livekit.url", "wss://s",
                                        "ganglion.livekit.api-url", "http://s",
                                        "ganglion.livekit.key", "k",
                                        "ganglion.livekit.secret", "s",
                                        "ganglion.livekit.secret-file", "/s",
                                        "ganglion.livekit.token-lifetime", "1h")))
                .isEqualTo(
                        new LivekitProperties(
                                URI.create("https://m/l"),
                                URI.create("wss://s"),
                                URI.create("http://s"),
                                "k",
                                "s",
                                Path.of("/s"),
                                Duration.ofHours(1)));
    }

    @Test
    void mail() {
        MailProperties mail = bound("ganglion.mail", MailProperties.class, Map.of());
        assertThat(mail.host()).isEmpty();
        assertThat(mail.port()).isEmpty();
        assertThat(mail.security()).isEqualTo(MailSecurity.STARTTLS);
        assertThat(mail.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(mail.threads()).isEqualTo(2);
        assertThat(mail.queue()).isEqualTo(100);
        MailProperties set =
                bound(
                        "ganglion.mail",
                        MailProperties.class,
                        Map.of(
                                "ganglion.mail.host", "mail.example.org",
                                "ganglion.mail.port", "2525",
                                "ganglion.mail.security", "tls",
                                "ganglion.mail.username", "u",
                                "ganglion.mail.password", "the password",
                                "ganglion.mail.password-file", "/etc/p",
                                "ganglion.mail.from", "a@b.c"));
        assertThat(set.port()).hasValue(2525);
        assertThat(set.security()).isEqualTo(MailSecurity.TLS);
        assertThat(set.username()).hasValue("u");
        assertThat(set.passwordFile()).isEqualTo(Path.of("/etc/p"));
        assertThat(set.toString()).doesNotContain("the password");
        assertThat(bound("ganglion.email", EmailProperties.class, Map.of()))
                .isEqualTo(
                        new EmailProperties(
                                true, Duration.ofHours(1), 5, 50, Duration.ofHours(1), Set.of()));
    }

    @Test
    void identityServers() {
        assertThat(
                        bound("ganglion.identity-servers", IdentityServerProperties.class, Map.of())
                                .trusted())
                .isEmpty();
        assertThat(
                        bound(
                                        "ganglion.identity-servers",
                                        IdentityServerProperties.class,
                                        Map.of(
                                                "ganglion.identity-servers.trusted",
                                                "vector.im,http://127.0.0.1:8090"))
                                .trusted())
                .extracting(server -> server.base().toString())
                .containsExactly("https://vector.im", "http://127.0.0.1:8090");
        assertThatThrownBy(
                        () ->
                                bound(
                                        "ganglion.identity-servers",
                                        IdentityServerProperties.class,
                                        Map.of(
                                                "ganglion.identity-servers.trusted",
                                                "http://vector.im")))
                .isInstanceOf(BindException.class);
    }

    @Test
    void termsAndCaptchas() {
        assertThat(bound("ganglion.terms", TermsProperties.class, Map.of()).policies()).isEmpty();
        CaptchaProperties captcha = bound("ganglion.captcha", CaptchaProperties.class, Map.of());
        assertThat(captcha.siteKey()).isEmpty();
        assertThat(captcha.verificationUrl())
                .hasToString("https://www.google.com/recaptcha/api/siteverify");
        assertThat(captcha.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(captcha.scriptUrl()).hasToString("https://www.google.com/recaptcha/api.js");
        assertThat(captcha.widgetClass()).isEqualTo("g-recaptcha");
        assertThat(captcha.responseField()).isEqualTo("g-recaptcha-response");
        assertThat(captcha.pageSources())
                .containsExactly("https://www.google.com", "https://www.gstatic.com");
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
                                false,
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
                                "entryUUID",
                                "uid",
                                Optional.empty(),
                                Duration.ofSeconds(5),
                                8,
                                true,
                                false));
    }

    @Test
    void theRest() {
        assertThat(
                        bound("ganglion", RegistrationProperties.class, Map.of())
                                .registrationRequiresEmail())
                .isFalse();
        PageProperties pages = bound("ganglion", PageProperties.class, Map.of());
        assertThat(pages.publicBaseUrl()).isEmpty();
        assertThat(pages.templates()).isNull();
        assertThat(
                        bound(
                                        "ganglion",
                                        PageProperties.class,
                                        Map.of("ganglion.templates", "/etc/ganglion/templates"))
                                .templates())
                .isEqualTo(Path.of("/etc/ganglion/templates"));
        assertThat(bound("ganglion.lockout", LockoutProperties.class, Map.of()))
                .isEqualTo(new LockoutProperties(10, 100, Duration.ofMinutes(5)));
        assertThat(bound("ganglion.interactive", InteractiveProperties.class, Map.of()))
                .isEqualTo(new InteractiveProperties(Duration.ofMinutes(15)));
        assertThat(bound("ganglion.deactivation", DeactivationProperties.class, Map.of()))
                .isEqualTo(
                        new DeactivationProperties(Duration.ofSeconds(30), Duration.ofMinutes(6)));
        assertThat(
                        bound("ganglion.accounts", AccountProperties.class, Map.of())
                                .reservedLocalparts())
                .contains("admin", "root", "abuse");
    }
}
