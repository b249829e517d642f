package dev.ganglion.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.gateway.FakeService;
import dev.ganglion.gateway.RunningGateway;
import dev.ganglion.gateway.Upstreams;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import java.util.List;

/** The way of browsers and of clients that speak OAuth. */
class OAuthForwardingIT extends RunningGateway {
    @ParameterizedTest
    @CsvSource({
        "/_matrix/client/v1/auth_metadata, true",
        "/_ganglion/oauth2/register, true",
        "/_ganglion/oauth2/token, true",
        "/_ganglion/oauth2/revoke, true",
        "/_ganglion/oauth2/device_authorization, true",
        "/_ganglion/oauth2/authorize, false",
        "/_ganglion/oauth2/device, false",
        "/_ganglion/sign-in, false",
        "/_ganglion/register, false",
        "/_ganglion/account, false",
        "/_ganglion/account/password, false",
    })
    void w02WebClientsOfOtherOriginsSpeakOAuthAndSeeNoPage(String path, boolean isShared) {
        Upstreams.AUTH.behave((_, response) -> FakeService.json(response, "{}"));

        for (HttpMethod method : List.of(HttpMethod.OPTIONS, HttpMethod.POST)) {
            HttpHeaders headers =
                    web.method(method)
                            .uri(url(path))
                            .header("Origin", "https://app.example")
                            .exchange()
                            .returnResult(String.class)
                            .getResponseHeaders();

            assertThat(headers.getFirst("Access-Control-Allow-Origin"))
                    .isEqualTo(isShared ? "*" : null);
            assertThat(headers.getFirst("Access-Control-Allow-Credentials")).isNull();
        }
    }

    @Test
    void onlyPagesGetTheCookieOfABrowsersSession() {
        web.get()
                .uri(url("/_ganglion/oauth2/authorize?client_id=x"))
                .header("Cookie", "__Host-ganglion-session=s; other=1")
                .exchange();
        assertThat(auth().headers().getAll("Cookie")).containsExactly("__Host-ganglion-session=s");

        web.post()
                .uri(url("/_ganglion/oauth2/token"))
                .header("Cookie", "__Host-ganglion-session=s")
                .exchange();
        assertThat(auth().headers().get("Cookie")).isNull();
    }

    private static FakeService.Received auth() {
        return Upstreams.AUTH.received().getLast();
    }
}
