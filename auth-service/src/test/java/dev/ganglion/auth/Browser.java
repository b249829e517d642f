package dev.ganglion.auth;

import dev.ganglion.testing.TestTokens;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at pages and sends their forms, with cookies, through a gateway that is not there. */
final class Browser {
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");

    private final WebTestClient web;
    private final TestTokens tokens;
    private final Map<String, String> cookies = new HashMap<>();

    Browser(WebTestClient web, TestTokens tokens) {
        this.web = web;
        this.tokens = tokens;
    }

    /** A page as it was shown. */
    record Shown(int status, HttpHeaders headers, String html) {
        /** The fields that the page's form sends without anybody having seen them. */
        Map<String, String> hiddenFields() {
            Map<String, String> fields = new HashMap<>();
            Matcher field = HIDDEN.matcher(html);
            while (field.find()) {
                fields.put(field.group(1), field.group(2));
            }
            return fields;
        }
    }

    Shown open(String path) {
        return seen(web.get().uri(base -> URI.create(base.build() + path)));
    }

    /** Presses the button of a page. */
    Shown send(String path, Shown page, Map<String, String> typed) {
        Map<String, String> fields = page.hiddenFields();
        fields.putAll(typed);
        return post(path, fields);
    }

    Shown post(String path, Map<String, String> fields) {
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        fields.forEach(form::add);
        return seen(
                web.post()
                        .uri(base -> URI.create(base.build() + path))
                        .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                        .bodyValue(form));
    }

    private Shown seen(WebTestClient.RequestHeadersSpec<?> request) {
        cookies.forEach(request::cookie);
        var result = request.headers(tokens.forNobody()).exchange().expectBody().returnResult();
        result.getResponseCookies()
                .forEach((name, values) -> cookies.put(name, values.getFirst().getValue()));
        byte[] body = result.getResponseBody();
        return new Shown(
                result.getStatus().value(),
                result.getResponseHeaders(),
                body == null ? "" : new String(body, StandardCharsets.UTF_8));
    }
}
