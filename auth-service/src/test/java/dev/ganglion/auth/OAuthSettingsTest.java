package dev.ganglion.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.auth.browsersession.BrowserSessionProperties;
import dev.ganglion.auth.oauth.OAuthProperties;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Names and defaults of OAuth and of browsers' sessions are a promise to operators, too. */
class OAuthSettingsTest {
    private static <T> T bound(String prefix, Class<T> type, Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate(prefix, type);
    }

    @Test
    void oauth() {
        assertThat(bound("ganglion.oauth", OAuthProperties.class, Map.of()))
                .isEqualTo(
                        new OAuthProperties(
                                Optional.empty(),
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(15),
                                50_000,
                                Duration.ofDays(1),
                                Duration.ofDays(30)));
        assertThat(
                        bound(
                                "ganglion.oauth",
                                OAuthProperties.class,
                                Map.of(
                                        "ganglion.oauth.enabled", "false",
                                        "ganglion.oauth.code-lifetime", "30s",
                                        "ganglion.oauth.device-code-lifetime", "5m",
                                        "ganglion.oauth.max-clients", "10",
                                        "ganglion.oauth.never-used-client-retention", "2h",
                                        "ganglion.oauth.unused-client-retention", "1d")))
                .isEqualTo(
                        new OAuthProperties(
                                Optional.of(false),
                                Duration.ofSeconds(30),
                                Duration.ofMinutes(5),
                                10,
                                Duration.ofHours(2),
                                Duration.ofDays(1)));
    }

    @Test
    void browserSessions() {
        assertThat(bound("ganglion.browser-session", BrowserSessionProperties.class, Map.of()))
                .isEqualTo(new BrowserSessionProperties(Duration.ofHours(2), Duration.ofHours(24)));
    }
}
