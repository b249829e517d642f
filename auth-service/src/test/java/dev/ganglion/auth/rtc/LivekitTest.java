package dev.ganglion.auth.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.service.config.StartFailureException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

class LivekitTest {
    private static final String SECRET = "s3cret-s3cret-s3cret-s3cret-s3cret";
    private static final String SERVICE = "https://matrix.example.org/_ganglion/livekit";

    private static LivekitProperties settings(
            @Nullable String service,
            @Nullable String url,
            @Nullable String api,
            @Nullable String key,
            @Nullable String secret) {
        return new LivekitProperties(
                uri(service), uri(url), uri(api), key, secret, null, Duration.ofMinutes(10));
    }

    private static @Nullable URI uri(@Nullable String text) {
        return text == null ? null : URI.create(text);
    }

    private static Livekit livekit(LivekitProperties settings) {
        return new Livekit(settings, new LivekitRooms(), Clock.systemUTC());
    }

    @Test
    void theApiIsWhereClientsConnectUnlessItIsSet() {
        Optional<String> secret = Optional.of(SECRET);

        MediaServer same =
                MediaServer.of(
                                settings(SERVICE, "wss://sfu.example.org/x", null, "k", null),
                                secret)
                        .orElseThrow();
        MediaServer other =
                MediaServer.of(
                                settings(
                                        SERVICE,
                                        "wss://sfu.example.org",
                                        "http://sfu:7880",
                                        "k",
                                        null),
                                secret)
                        .orElseThrow();

        assertThat(same.apiUrl()).isEqualTo(URI.create("https://sfu.example.org/x"));
        assertThat(other.apiUrl()).isEqualTo(URI.create("http://sfu:7880"));
        assertThat(same.toString()).doesNotContain("s3cret");
    }

    @Test
    void anotherServiceMayGiveOutTheTokens() {
        Livekit livekit = livekit(settings("https://rtc.example.org/jwt/", null, null, null, null));

        assertThat(livekit.serviceUrl()).hasValue("https://rtc.example.org/jwt");
        assertThat(livekit.hasTickets()).isFalse();
    }

    @ParameterizedTest(name = "{4}")
    @CsvSource({
        "https://m/l, , k, s3cret-s3cret-s3cret-s3cret-s3cret, ganglion.livekit.url is missing",
        "https://m/l, wss://s, , s3cret-s3cret-s3cret-s3cret-s3cret, ganglion.livekit.key is missing",
        "https://m/l, wss://s, k, , ganglion.livekit.secret is missing",
        ", wss://s, k, s3cret-s3cret-s3cret-s3cret-s3cret, ganglion.livekit.service-url is missing",
        "https://m/l, wss://s, k, s3cret, ganglion.livekit.secret is shorter than 32",
        "https://m/l, https://s, k, s3cret-s3cret-s3cret-s3cret-s3cret, ganglion.livekit.url is no address",
        "m/l, wss://s, k, s3cret-s3cret-s3cret-s3cret-s3cret, ganglion.livekit.service-url is no address"
    })
    void whatMakesNoSenseIsRefusedAtTheStart(
            @Nullable String service,
            @Nullable String url,
            @Nullable String key,
            @Nullable String secret,
            String problem) {
        assertThatThrownBy(() -> livekit(settings(service, url, null, key, secret)))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining(problem)
                .hasMessageNotContaining("s3cret");
    }
}
