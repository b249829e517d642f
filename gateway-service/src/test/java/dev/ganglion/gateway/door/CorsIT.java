package dev.ganglion.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.gateway.FakeService;
import dev.ganglion.gateway.RunningGateway;
import dev.ganglion.gateway.Upstreams;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import java.util.List;
import java.util.Locale;

/** What pages of other origins may do. Client-server API, "Web Browser Clients". */
class CorsIT extends RunningGateway {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_synapse/admin/v2/users",
                "/_synapse/admin/v1/register",
                "/_ganglion/admin/v1/moderation/policies",
                "/nothing",
                "/",
            })
    void w02WhatIsNotForClientsIsNotForPagesOfOtherOrigins(String path) {
        Upstreams.login("root-token", "@root:test.local", true);

        for (HttpMethod method : List.of(HttpMethod.OPTIONS, HttpMethod.GET, HttpMethod.POST)) {
            HttpHeaders headers =
                    web.method(method)
                            .uri(url(path))
                            .header("Authorization", "Bearer root-token")
                            .header("Origin", "https://evil.example")
                            .header("Access-Control-Request-Method", "POST")
                            .header("Access-Control-Request-Headers", "Authorization")
                            .exchange()
                            .expectBody()
                            .returnResult()
                            .getResponseHeaders();

            assertThat(headers.headerNames()).noneMatch(CorsIT::isOfCors);
        }
    }

    @Test
    void w02AServiceCannotOpenAdministrationToOthers() {
        Upstreams.login("root-token", "@root:test.local", true);
        for (FakeService service : List.of(Upstreams.ROOM_1, Upstreams.ROOM_2)) {
            service.behave(
                    (_, response) ->
                            FakeService.json(
                                    response.header("Access-Control-Allow-Origin", "*")
                                            .header("Access-Control-Allow-Credentials", "true"),
                                    "{}"));
        }

        HttpHeaders headers =
                web.get()
                        .uri("/_synapse/admin/v1/rooms")
                        .header("Authorization", "Bearer root-token")
                        .header("Origin", "https://evil.example")
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseHeaders();

        assertThat(headers.headerNames()).noneMatch(CorsIT::isOfCors);
    }

    @Test
    void w02NoPageOfAnotherOriginSendsCookies() {
        web.get()
                .uri("/_matrix/client/versions")
                .header("Origin", "https://app.example")
                .exchange()
                .expectHeader()
                .valueEquals("Access-Control-Allow-Origin", "*")
                .expectHeader()
                .doesNotExist("Access-Control-Allow-Credentials");
    }

    private static boolean isOfCors(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith("access-control-");
    }
}
