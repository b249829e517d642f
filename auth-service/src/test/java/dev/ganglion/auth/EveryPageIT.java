package dev.ganglion.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.auth.page.PageEndpoints;
import dev.ganglion.service.identity.InternalHeaders;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whatever pages there are, also those that come to be after this test was written. */
class EveryPageIT extends SsoServiceIT {
    private static final List<String> PARAMETERS =
            List.of(
                    "session",
                    "sid",
                    "state",
                    "code",
                    "error",
                    "error_description",
                    "arrival",
                    "proof",
                    "token",
                    "continue",
                    "redirectUrl",
                    "redirect_uri",
                    "client_id",
                    "user_code",
                    "scope",
                    "action",
                    "device",
                    "user");
    private static final List<String> INJECTIONS =
            List.of(
                    "<script>alert(1)</script>",
                    "\"><img src=x onerror=alert(1)>",
                    "'-alert(1)-'",
                    "</title><svg/onload=alert(1)>",
                    "{{{alert(1)}}}",
                    "javascript:alert(1)",
                    "\r\nSet-Cookie: x=alert(1)",
                    "\u0000<b>alert(1)",
                    "%3Cscript%3Ealert(1)");

    @Autowired private List<RequestMappingHandlerMapping> mappings;

    private record Seen(int status, HttpHeaders headers, String html) {}

    private List<String> pages(RequestMethod method) {
        return mappings.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().entrySet().stream())
                .filter(
                        entry ->
                                entry.getValue()
                                        .getBeanType()
                                        .isAnnotationPresent(PageEndpoints.class))
                .map(Map.Entry::getKey)
                .filter(info -> info.getMethodsCondition().getMethods().contains(method))
                .flatMap(EveryPageIT::paths)
                .map(path -> path.replaceAll("\\{\\w+}", "company"))
                .distinct()
                .toList();
    }

    private static Stream<String> paths(RequestMappingInfo info) {
        return info.getPatternsCondition().getPatterns().stream().map(Object::toString);
    }

    @Test
    void w01EveryPageWhateverItSaysIsFencedIn() {
        List<String> pages = pages(RequestMethod.GET);

        assertThat(pages)
                .hasSizeGreaterThan(8)
                .contains(
                        "/_ganglion/sign-in",
                        "/_ganglion/account",
                        "/_ganglion/email/confirm",
                        "/_ganglion/oauth2/authorize",
                        "/_matrix/client/v3/login/sso/redirect");
        for (String page : pages) {
            isFencedIn(seen(HttpMethod.GET, page, null), page);
            isFencedIn(seen(HttpMethod.GET, page + "?" + query("x"), null), page);
        }
    }

    @Test
    void w01NoPageRunsWhatStandsInItsAddress() {
        for (String page : pages(RequestMethod.GET)) {
            for (String injection : INJECTIONS) {
                Seen seen = seen(HttpMethod.GET, page + "?" + query(injection), null);

                isFencedIn(seen, page + " with " + injection);
                assertThat(seen.html())
                        .as(page + " with " + injection)
                        .doesNotContain("<script>alert", "<img src=x", "<svg/onload", "<b>alert")
                        .doesNotContain("href=\"javascript", "action=\"javascript", "'-alert(1)-'");
                assertThat(seen.headers().toString()).doesNotContain("Set-Cookie: x");
                assertThat(seen.headers().getFirst("Location"))
                        .satisfiesAnyOf(
                                location -> assertThat(location).isNull(),
                                location ->
                                        assertThat(location)
                                                .startsWith(SsoBrowser.HOST + "/_ganglion/"),
                                location -> assertThat(location).startsWith(provider.issuer("")));
            }
        }
    }

    @Test
    void w01NoFormIsTakenWithoutItsToken() {
        List<String> forms = pages(RequestMethod.POST);

        assertThat(forms).hasSizeGreaterThan(6);
        for (String form : forms) {
            for (String token : List.of("", "form_token=&", "form_token=" + "A".repeat(43) + "&")) {
                Seen seen = seen(HttpMethod.POST, form + "?" + query("x"), token + query("x"));

                // Whoever is not signed in is sent to sign in first, a newcomer to the beginning.
                assertThat(seen.status()).as(form).isIn(303, 400, 403, 404);
                if (seen.status() == 303) {
                    assertThat(seen.headers().getFirst("Location"))
                            .matches("https://[^/]+/_ganglion/(sign-in|register)\\?continue=.*");
                }
                isFencedIn(seen, form);
            }
        }
    }

    @Test
    void whatIsNoFormIsNoErrorOfTheServer() {
        List<String> others =
                List.of(
                        "/_ganglion/oauth2/token",
                        "/_ganglion/oauth2/revoke",
                        "/_ganglion/oauth2/device_authorization",
                        "/_ganglion/sso/company/backchannel_logout");
        for (String form :
                Stream.concat(pages(RequestMethod.POST).stream(), others.stream()).toList()) {
            assertThat(seen(HttpMethod.POST, form, "form_token=%zz&grant_type=%").status())
                    .as(form)
                    .isIn(303, 400, 403, 404);
        }
        assertThat(seen(HttpMethod.POST, others.getFirst(), "grant_type=%zz").html())
                .contains("invalid_request");
    }

    private static void isFencedIn(Seen seen, String what) {
        assertThat(seen.status()).as(what).isLessThan(500);
        HttpHeaders headers = seen.headers();
        assertThat(headers.getFirst("X-Content-Type-Options")).as(what).isEqualTo("nosniff");
        assertThat(headers.getFirst("Referrer-Policy")).as(what).isEqualTo("no-referrer");
        assertThat(headers.getFirst("Cache-Control")).as(what).isEqualTo("no-store");
        if (seen.status() / 100 != 3) {
            assertThat(headers.getFirst("Content-Type")).as(what).startsWith("text/html");
            assertThat(headers.getFirst("Strict-Transport-Security")).as(what).isNotNull();
            assertThat(headers.getFirst("Content-Security-Policy"))
                    .as(what)
                    .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                    .doesNotContain("unsafe", "*");
        }
    }

    private static String query(String value) {
        String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
        return PARAMETERS.stream()
                .map(parameter -> parameter + "=" + encoded)
                .collect(Collectors.joining("&"));
    }

    private Seen seen(HttpMethod method, String path, @Nullable String form) {
        var request =
                web.method(method)
                        .uri(base -> URI.create(base.build() + path))
                        .header(InternalHeaders.CLIENT_ADDRESS, "10.44.4.4")
                        .headers(tokens.forNobody());
        if (form != null) {
            request.contentType(MediaType.APPLICATION_FORM_URLENCODED).bodyValue(form);
        }
        var result = request.exchange().expectBody().returnResult();
        byte[] body = result.getResponseBody();
        return new Seen(
                result.getStatus().value(),
                result.getResponseHeaders(),
                body == null ? "" : new String(body, StandardCharsets.UTF_8));
    }
}
