package dev.ganglion.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients register themselves. */
class ClientRegistrationIT extends OAuthServiceIT {
    @Test
    void aClientIsToldWhatWasUnderstood() {
        Answer answer =
                app().register(
                                """
                                {"client_name": "App", "client_name#fr": "Appli",
                                 "client_uri": "https://example.com/", "tos_uri": "https://www.example.com/terms",
                                 "redirect_uris": ["https://example.com/back"], "something": {"else": 1},
                                 "grant_types": ["refresh_token", "authorization_code", "urn:unknown"],
                                 "response_types": ["code", "other"], "token_endpoint_auth_method": "none"}
                                """);

        assertThat(answer.status()).isEqualTo(201);
        JsonObject body = answer.body();
        assertThat(body.without("client_id").toString())
                .isEqualTo(
                        "{\"application_type\":\"web\",\"client_name\":\"App\",\"client_uri\":\"https://example.com/\",\"grant_types\":[\"authorization_code\",\"refresh_token\"],\"redirect_uris\":[\"https://example.com/back\"],\"response_types\":[\"code\"],\"token_endpoint_auth_method\":\"none\",\"tos_uri\":\"https://www.example.com/terms\"}");
    }

    @Test
    void whoRegistersTheSameAgainIsTheSameClientAndNoneHasASecret() {
        long before = count("oauth_client");
        OAuthClient first = app(OAuthClient.WEB.replace("Some App", "Twice"));

        OAuthClient second = app(OAuthClient.WEB.replace("Some App", "Twice"));

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(count("oauth_client")).isEqualTo(before + 1);
        assertThat(first.register(OAuthClient.WEB).body().has("client_secret")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"client_uri\": 1}",
                "{\"client_uri\": \"http://example.com/\"}",
                "{\"client_uri\": \"https://user@example.com/\"}",
                "{\"client_uri\": \"https:///\"}",
                "{\"client_uri\": \"https://example.com/\", \"redirect_uris\": \"https://example.com/\"}",
                "{\"client_uri\": \"https://example.com/\", \"redirect_uris\": [1]}",
                "{\"client_uri\": \"https://example.com/\", \"redirect_uris\": []}",
                "{\"client_uri\": \"https://example.com/\", \"redirect_uris\": [\"https://example.org/\"]}",
                "{\"client_uri\": \"https://example.com/\", \"redirect_uris\": [\"https://example.com/\"], \"tos_uri\": \"https://example.org/\"}",
                "{\"client_uri\": \"https://example.com/\", \"redirect_uris\": [\"https://example.com/\"], \"policy_uri\": \"javascript:alert(1)\"}",
                "{\"client_uri\": \"https://example.com/\", \"redirect_uris\": [\"https://example.com/\"], \"application_type\": \"other\"}",
                "{\"client_uri\": \"https://example.com/\", \"redirect_uris\": [\"https://example.com/\"], \"token_endpoint_auth_method\": \"client_secret_basic\"}",
                "{\"client_uri\": \"https://example.com/\", \"redirect_uris\": [\"https://example.com/\"], \"grant_types\": [\"password\"]}",
                "{\"client_uri\": \"https://example.com/\", \"redirect_uris\": [\"https://example.com/\"], \"response_types\": [\"token\"]}",
                "{\"client_uri\": \"https://example.com/\", \"redirect_uris\": [\"https://example.com/\"], \"client_name\": \"\\u200b\\u0000\"}",
                "{\"client_uri\": \"https://example.com/\", \"redirect_uris\": [\"https://example.com/\"], \"client_name\": {}}",
            })
    void whatBreaksARuleIsRefusedAndNothingIsKept(String metadata) {
        OAuthClient app = app();
        long before = count("oauth_client");

        Answer answer = app.register(metadata);

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(400);
        assertThat(count("oauth_client")).isEqualTo(before);
        if (metadata.startsWith("{\"")) {
            assertThat(answer.body().string("error").orElse(""))
                    .isIn("invalid_client_metadata", "invalid_redirect_uri");
        }
    }

    @Test
    void d10WhatIsTooLargeIsRefused() {
        OAuthClient app = app();

        isError(
                app.register(OAuthClient.WEB.replace("Some App", "x".repeat(17_000))),
                400,
                "invalid_client_metadata");
        String many = "\"https://example.com/\",".repeat(10) + "\"https://example.com/\"";
        isError(
                app.register(
                        "{\"client_uri\": \"https://example.com/\", \"redirect_uris\": ["
                                + many
                                + "]}"),
                400,
                "invalid_redirect_uri");
    }

    @Test
    void aNameCannotLayOutThePageAnew() {
        Answer answer =
                app().register(
                                OAuthClient.WEB.replace(
                                        "Some App", "\\u202eEvil\\n" + "x".repeat(200)));

        assertThat(answer.string("client_name")).startsWith("Evilxxx").hasSize(100);
    }
}
