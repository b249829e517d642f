package dev.ganglion.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.testing.TestTokens;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriUtils;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser without scripts: keeps cookies, and sends the forms that it is shown. */
final class WebBrowser {
    static final String ORIGIN = "https://matrix.test.local";

    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");

    private final WebTestClient web;
    private final TestTokens tokens;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final String address =
            "10.9.%d.%d"
                    .formatted(
                            ThreadLocalRandom.current().nextInt(256),
                            ThreadLocalRandom.current().nextInt(256));

    WebBrowser(WebTestClient web, TestTokens tokens) {
        this.web = web;
        this.tokens = tokens;
    }

    /** What the browser got. */
    record Shown(int status, HttpHeaders headers, String html) {
        /** Where the browser is sent. */
        String location() {
            assertThat(status).as("the status of %s", html).isEqualTo(303);
            return String.valueOf(headers.getFirst(HttpHeaders.LOCATION));
        }

        Shown isPage() {
            assertThat(status).as("the status of %s", html).isEqualTo(200);
            return this;
        }

        /** The fields that the first form holds already. */
        Map<String, String> hidden() {
            Map<String, String> fields = new LinkedHashMap<>();
            Matcher matcher = HIDDEN.matcher(html);
            while (matcher.find()) {
                fields.putIfAbsent(matcher.group(1), unescaped(matcher.group(2)));
            }
            return fields;
        }
    }

    Map<String, String> cookies() {
        return cookies;
    }

    Shown get(String path) {
        return send(HttpMethod.GET, path, null);
    }

    /** A link as the server writes it. */
    Shown follow(String location) {
        assertThat(location).startsWith(ORIGIN + "/");
        return get(location.substring(ORIGIN.length()));
    }

    Shown post(String path, Map<String, String> fields) {
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        fields.forEach(form::add);
        return send(HttpMethod.POST, path, form);
    }

    /** Fills in the page's form. */
    Shown submit(String path, Shown page, Map<String, String> more) {
        Map<String, String> fields = page.hidden();
        fields.putAll(more);
        return post(path, fields);
    }

    WebBrowser signedIn(String user, String password) {
        Shown page = get("/_ganglion/sign-in").isPage();
        submit("/_ganglion/sign-in", page, Map.of("user", user, "password", password)).location();
        return this;
    }

    private Shown send(
            HttpMethod method, String path, @Nullable MultiValueMap<String, String> form) {
        var request =
                web.method(method)
                        .uri(base -> URI.create(base.build() + path))
                        .header(InternalHeaders.CLIENT_ADDRESS, address)
                        .headers(tokens.forNobody())
                        .cookies(all -> cookies.forEach(all::add));
        if (form != null) {
            request.contentType(MediaType.APPLICATION_FORM_URLENCODED).bodyValue(form);
        }
        var result = request.exchange().expectBody().returnResult();
        result.getResponseCookies().values().forEach(all -> all.forEach(this::keep));
        byte[] body = result.getResponseBody();
        return new Shown(
                result.getStatus().value(),
                result.getResponseHeaders(),
                body == null ? "" : new String(body, StandardCharsets.UTF_8));
    }

    private void keep(ResponseCookie cookie) {
        if (cookie.getMaxAge().isZero()) {
            cookies.remove(cookie.getName());
        } else {
            cookies.put(cookie.getName(), cookie.getValue());
        }
    }

    static String encoded(String text) {
        return UriUtils.encode(text, StandardCharsets.UTF_8);
    }

    private static String unescaped(String text) {
        return text.replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&#x3D;", "=")
                .replace("&#x60;", "`")
                .replace("&amp;", "&");
    }
}
