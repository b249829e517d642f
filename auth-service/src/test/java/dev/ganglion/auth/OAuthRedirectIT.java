package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.freshName;
import static dev.ganglion.auth.OAuthClient.CALLBACK;
import static dev.ganglion.auth.OAuthClient.OAUTH;
import static dev.ganglion.auth.OAuthClient.link;
import static dev.ganglion.auth.OAuthClient.parameter;
import static dev.ganglion.auth.WebBrowser.encoded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

/** Where nobody is sent. */
class OAuthRedirectIT extends OAuthServiceIT {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/callback",
                "https://app.example.com/callback/",
                "https://app.example.com/callback?x=1",
                "https://app.example.com/callback#x",
                "https://app.example.com/Callback",
                "https://app.example.com/callback/../evil",
                "https://app.example.com:444/callback",
                "https://app.example.com@evil.example/callback",
                "https://app.example.com.evil.example/callback",
                "https://app.example.com\\@evil.example/callback",
                "http://app.example.com/callback",
                "//app.example.com/callback",
                "/callback",
                "javascript:alert(1)",
                "data:text/html,x",
                "http://localhost:80/callback",
                "com.example.app:/callback",
                "",
            })
    void w03NobodyIsSentToAnAddressThatIsNotRegistered(String redirectUri) {
        OAuthClient app = app();
        Map<String, String> request = app.request("REDIRECTDEVICE");
        request.put("redirect_uri", redirectUri);
        WebBrowser browser = browser();

        WebBrowser.Shown shown = browser.get(link(request));

        assertThat(shown.status()).isEqualTo(400);
        assertThat(shown.headers().getFirst("Location")).isNull();
        assertThat(shown.html()).doesNotContain("evil").contains("<!doctype html>");
    }

    @Test
    void w03TwoAddressesOrNoClientLeadNowhere() {
        OAuthClient app = app();
        String twice =
                link(app.request("TWICE")) + "&redirect_uri=" + encoded("https://evil.example");
        Map<String, String> unknown = app.request("UNKNOWN");
        unknown.put("client_id", "A".repeat(43));

        assertThat(browser().get(twice).status()).isEqualTo(400);
        assertThat(browser().get(link(unknown)).status()).isEqualTo(400);
        assertThat(browser().get(OAUTH + "authorize").status()).isEqualTo(400);
        assertThat(browser().get(OAUTH + "authorize?%ff=%00&=&client_id").status()).isEqualTo(400);
        assertThat(browser().get(link(app.request("x".repeat(1_000)))).status()).isEqualTo(413);
    }

    @ParameterizedTest(name = "{0}={1}: {2}")
    @CsvSource({
        "code_challenge, '', invalid_request",
        "code_challenge, short, invalid_request",
        "code_challenge_method, plain, invalid_request",
        "code_challenge_method, '', invalid_request",
        "code_challenge_method, S512, invalid_request",
        "response_type, token, unsupported_response_type",
        "response_type, code token, unsupported_response_type",
        "response_type, code id_token, unsupported_response_type",
        "response_type, '', invalid_request",
        "response_mode, form_post, invalid_request",
        "response_mode, web_message, invalid_request",
        "scope, '', invalid_scope",
        "scope, openid, invalid_scope",
        "scope, urn:matrix:client:api:*, invalid_scope",
        "scope, urn:matrix:client:device:ABCDEFGHIJ, invalid_scope",
        "scope, urn:matrix:client:api:* urn:matrix:client:device:, invalid_scope",
        "scope, urn:matrix:client:api:* urn:matrix:client:device:A urn:matrix:client:device:B, invalid_scope",
        "scope, urn:matrix:client:api:* urn:matrix:client:device:<script>, invalid_scope",
        "prompt, none, interaction_required",
        "request, eyJhbGciOiJub25lIn0.e30., request_not_supported",
        "request_uri, https://evil.example/, request_not_supported",
    })
    void w03WhatElseIsWrongIsToldToTheClient(String field, String value, String error) {
        OAuthClient app = app();
        Map<String, String> request = app.request("WRONGDEVICE");
        request.put(field, value);

        String location = browserOf(freshName()).get(link(request)).location();

        assertThat(location).startsWith(CALLBACK + "?").doesNotContain("evil");
        assertThat(parameter(location, "error")).isIn(error, "invalid_request");
        assertThat(parameter(location, "state")).isEqualTo("state of WRONGDEVICE");
        if (!field.startsWith("request")) {
            assertThat(parameter(location, "error")).isEqualTo(error);
        }
    }
}
