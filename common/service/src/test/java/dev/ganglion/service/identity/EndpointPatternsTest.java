package dev.ganglion.service.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

import java.net.URI;
import java.util.List;

class EndpointPatternsTest {
    private final EndpointPatterns patterns =
            EndpointPatterns.of(
                    List.of(
                            "/internal/**",
                            "/actuator/health/{group}",
                            "GET /_matrix/client/v3/profile/{userId}"));

    @ParameterizedTest
    @CsvSource({
        "GET, /internal, true",
        "POST, /internal/tokens/resolve, true",
        "POST, /internal/tokens/resolve/, true",
        "POST, /internal;x=y/tokens, true",
        "POST, /%69nternal/tokens, true",
        "POST, /Internal/tokens, false",
        "POST, /internals, false",
        "POST, //internal/tokens, false",
        "POST, /x/../internal/tokens, false",
        "POST, /internal%2Ftokens, false",
        "GET, /actuator/health/liveness, true",
        "GET, /actuator/health, false",
        "GET, /actuator/health/liveness/, false",
        "GET, /actuator/health/liveness/x, false",
        "GET, /_matrix/client/v3/profile/@a:b, true",
        "GET, /_matrix/client/v3/profile/@a:b%2Fdisplayname, true",
        "GET, /_matrix/client/v3/profile/@a:b/displayname, false",
        "PUT, /_matrix/client/v3/profile/@a:b, false",
        "HEAD, /_matrix/client/v3/profile/@a:b, false",
        "OPTIONS, /_matrix/client/v3/profile/@a:b, false",
    })
    void aRequestMatchesByMethodAndParsedSegments(String method, String path, boolean matches) {
        assertThat(patterns.anyMatches(request(method, path))).isEqualTo(matches);
    }

    @Test
    void noPatternsMatchNothing() {
        assertThat(EndpointPatterns.of(List.of()).anyMatches(request("GET", "/"))).isFalse();
    }

    private static MockServerHttpRequest request(String method, String path) {
        URI uri = URI.create("http://localhost" + path);
        return MockServerHttpRequest.method(HttpMethod.valueOf(method), uri).build();
    }
}
