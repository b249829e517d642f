package dev.ganglion.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class RedirectUrisTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/callback",
                "https://app.example.com/callback",
                "https://example.com:5173/?query=value",
                "https://EXAMPLE.com/",
            })
    void anAddressOnTheClientsHostIsAllowedToAll(String uri) {
        assertThat(RedirectUris.isAllowed(uri, "example.com", false)).isTrue();
        assertThat(RedirectUris.isAllowed(uri, "example.com", true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.example.app:/callback",
                "com.example:/",
                "com.example:callback",
                "http://localhost/callback",
                "http://127.0.0.1/callback",
                "http://[::1]/callback",
            })
    void whatAnAppOnADeviceCanHearIsAllowedToAppsOnDevices(String uri) {
        assertThat(RedirectUris.isAllowed(uri, "example.com", true)).isTrue();
        assertThat(RedirectUris.isAllowed(uri, "example.com", false)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example:/callback",
                "com.example.app://callback",
                "com.exampleapp:/callback",
                "com.other:/callback",
                "https://localhost/callback",
                "http://localhost:1234/callback",
                "http://localhost.example.com/callback",
                "http://127.0.0.2/callback",
                "http://user@localhost/callback",
                "http://example.com/callback",
                "https://example.com/callback#fragment",
                "https://user@example.com/",
                "https://example.com.evil.org/",
                "https://evilexample.com/",
                "https://example.com\\.evil.org/",
                "https://example.com%2eevil.org/",
                "https://exämple.com/",
                "https:example.com",
                "https://",
                "//example.com/",
                "/callback",
                "javascript:alert(1)",
                "data:text/html,x",
                "",
                "https://example.com/a b",
                "https://example.com/\nx",
            })
    void w03NoOtherIsAllowedToAnybody(String uri) {
        assertThat(RedirectUris.isAllowed(uri, "example.com", true)).isFalse();
        assertThat(RedirectUris.isAllowed(uri, "example.com", false)).isFalse();
    }

    @Test
    void aHostWithoutADotOwnsNoScheme() {
        assertThat(RedirectUris.isAllowed("localhost:/callback", "localhost", true)).isFalse();
        assertThat(RedirectUris.isAllowed("javascript:alert(1)", "javascript", true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:4711/callback, true",
        "http://127.0.0.1/callback, true",
        "http://127.0.0.1:4711/callback?x, false",
        "http://127.0.0.1:4711/other, false",
        "http://127.0.0.1:4711@evil.org/callback, false",
        "http://[::1]:4711/callback, false",
        "http://localhost:4711/callback, false",
        "https://127.0.0.1:4711/callback, false",
        "com.example.app:/callback, true",
        "COM.example.app:/callback, false",
    })
    void anAppListensAtAnyPortAndNothingElseDiffers(String wanted, boolean isMatch) {
        var registered = List.of("http://127.0.0.1/callback", "com.example.app:/callback");

        assertThat(RedirectUris.matches(client("native", registered), wanted)).isEqualTo(isMatch);
    }

    @Test
    void aPageOnTheWebListensAtItsOwnPort() {
        assertThat(
                        RedirectUris.matches(
                                client("web", List.of("http://127.0.0.1/callback")),
                                "http://127.0.0.1:1/callback"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com:8443/callback?x=1, https://app.example.com:8443",
        "https://app.example.com/callback, https://app.example.com",
        "com.example.app:/callback, com.example.app:",
        "http://127.0.0.1:4711/callback, http://127.0.0.1:4711",
        "http://[::1]:4711/callback, http:",
    })
    void aBrowserIsToldWhereAFormMayLead(String redirectUri, String source) {
        assertThat(RedirectUris.policySource(redirectUri)).isEqualTo(source);
    }

    private static Client client(String type, List<String> redirectUris) {
        String uris = "\"" + String.join("\", \"", redirectUris) + "\"";
        return new Client(
                "x",
                Json.parseObject(
                        "{\"application_type\": \"%s\", \"redirect_uris\": [%s]}"
                                .formatted(type, uris)));
    }
}
