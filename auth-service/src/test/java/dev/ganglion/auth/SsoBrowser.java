package dev.ganglion.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.testing.TestTokens;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.util.HtmlUtils;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser with cookies that sees pages and is sent on, one step at a time. */
final class SsoBrowser {
    static final String HOST = "https://matrix.test.local";

    private static final Pattern LINK = Pattern.compile("href=\"([^\"]*/_[^\"]*)\"");
    private static final Pattern TOKEN = Pattern.compile("name=\"form_token\" value=\"([^\"]*)\"");
    private static final Pattern ACTION = Pattern.compile("action=\"([^\"]*)\"");

    private final WebTestClient web;
    private final TestTokens tokens;
    private final Map<String, String> cookies = new TreeMap<>();

    SsoBrowser(WebTestClient web, TestTokens tokens) {
        this.web = web;
        this.tokens = tokens;
    }

    /** What the browser has before it. */
    record View(int status, HttpHeaders headers, String html) {
        URI location() {
            return Objects.requireNonNull(headers.getLocation(), () -> "no redirect: " + html);
        }

        View isPage(int expected) {
            assertThat(status).as(html).isEqualTo(expected);
            assertThat(headers.getFirst("Content-Security-Policy"))
                    .contains("default-src 'none'", "frame-ancestors 'none'");
            assertThat(headers.getFirst("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(headers.getFirst("Cache-Control")).isEqualTo("no-store");
            return this;
        }

        View isRedirect() {
            assertThat(status).as(html).isEqualTo(302);
            assertThat(headers.getFirst("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(headers.getFirst("Cache-Control")).isEqualTo("no-store");
            return this;
        }

        /** The first link that is none to the style sheet. */
        String link() {
            return LINK.matcher(html)
                    .results()
                    .map(found -> HtmlUtils.htmlUnescape(found.group(1)))
                    .filter(link -> !link.endsWith(".css"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no link in " + html));
        }
    }

    View open(String path) {
        return exchange(HttpMethod.GET, path, null);
    }

    /** Goes to a provider, and stops before it comes back. */
    URI signInAt(URI provider) {
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(provider).build(),
                                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
            return URI.create(answer.headers().firstValue("Location").orElseThrow());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From a path that leads to a provider to what is shown after it. */
    View signIn(String path) {
        return open(signInAt(open(path).isRedirect().location()));
    }

    View open(URI address) {
        return open(path(address));
    }

    /** Sends the form of a page with one field. */
    View submit(View page, String field, String value) {
        String body = "form_token=" + found(TOKEN, page.html) + "&" + field + "=" + value;
        return exchange(HttpMethod.POST, found(ACTION, page.html), body);
    }

    private View exchange(HttpMethod method, String path, @Nullable String form) {
        var request =
                web.method(method)
                        .uri(base -> URI.create(base.build() + path))
                        .headers(tokens.forNobody());
        cookies.forEach(request::cookie);
        if (form != null) {
            request.contentType(MediaType.APPLICATION_FORM_URLENCODED).bodyValue(form);
        }
        var result = request.exchange().expectBody().returnResult();
        result.getResponseCookies()
                .forEach(
                        (name, values) -> {
                            assertThat(values.getFirst().isSecure()).isTrue();
                            assertThat(values.getFirst().isHttpOnly()).isTrue();
                            cookies.put(name, values.getFirst().getValue());
                        });
        byte[] body = result.getResponseBody();
        return new View(
                result.getStatus().value(),
                result.getResponseHeaders(),
                body == null ? "" : new String(body, StandardCharsets.UTF_8));
    }

    Map<String, String> cookies() {
        return cookies;
    }

    static String path(URI address) {
        assertThat(address.toString()).startsWith(HOST);
        return address.toString().substring(HOST.length());
    }

    private static String found(Pattern pattern, String html) {
        Matcher matcher = pattern.matcher(html);
        assertThat(matcher.find()).as("%s in %s", pattern, html).isTrue();
        return HtmlUtils.htmlUnescape(matcher.group(1));
    }
}
