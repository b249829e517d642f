package dev.ganglion.auth.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.config.StartFailureException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpCookie;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class PagesTest {
    private static PageProperties settings(@Nullable String url, @Nullable Path folder) {
        return new PageProperties(Optional.ofNullable(url), folder);
    }

    private static PublicUrl at(String url) {
        return new PublicUrl(settings(url, null));
    }

    private static Forms formsAt(String url) {
        return new Forms(new HostCookies(at(url)), new SecureRandom());
    }

    private static ResponseEntity<byte[]> shown(String url, Page page) {
        PublicUrl publicUrl = at(url);
        return new Pages(
                        new Templates(settings(url, null)),
                        publicUrl,
                        new Forms(new HostCookies(publicUrl), new SecureRandom()))
                .show(page);
    }

    private static String html(ResponseEntity<byte[]> answer) {
        byte[] body = answer.getBody();
        return body == null ? "" : new String(body, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "' onmouseover='alert(1)",
                "{{#x}}{{{y}}}<b>",
                "</title><svg/onload=alert(1)>"
            })
    void w01WhatIsShownOnAPageIsText(String text) {
        String html = html(shown("https://m.example", Page.of("error", Map.of("message", text))));

        assertThat(html).doesNotContain("<script", "<img", "<svg", "<b>", "' onmouseover");
    }

    @Test
    void w01EveryPageForbidsWhatItDoesNotNeed() {
        var answer = shown("https://m.example", Page.of("error", Map.of()).withStatus(403));

        assertThat(answer.getStatusCode().value()).isEqualTo(403);
        assertThat(answer.getHeaders().getFirst("Content-Security-Policy"))
                .isEqualTo(
                        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors"
                                + " 'none'; base-uri 'none'");
        assertThat(answer.getHeaders().getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.getHeaders().getFirst("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.getHeaders().getFirst("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.getHeaders().getFirst("Strict-Transport-Security")).isNotNull();
        assertThat(
                        shown("http://m.example", Page.of("error", Map.of()))
                                .getHeaders()
                                .getFirst("Strict-Transport-Security"))
                .isNull();
    }

    @Test
    void aPageMayRunTheScriptsThatItNames() {
        var policy = new ContentPolicy(List.of("'nonce-x'", "https://a.b"), List.of("https://c"));

        assertThat(policy.header())
                .endsWith(
                        "; script-src 'nonce-x' https://a.b; connect-src https://a.b; frame-src https://c");
    }

    @Test
    void w01AFormOfAnotherSiteIsRefused() {
        Forms forms = formsAt("https://m.example");
        FormToken token = forms.issue(MockServerHttpRequest.get("/").build(), "consent");

        assertThat(read(forms, token.secret(), token.field(), "consent")).isEqualTo("yes");
        assertThatThrownBy(() -> read(forms, null, token.field(), "consent"))
                .isInstanceOf(MatrixException.class);
        assertThatThrownBy(() -> read(forms, token.secret(), "", "consent"))
                .isInstanceOf(MatrixException.class);
        assertThatThrownBy(() -> read(forms, token.secret(), token.secret(), "consent"))
                .isInstanceOf(MatrixException.class);
        assertThatThrownBy(() -> read(forms, token.secret(), token.field(), "logout"))
                .isInstanceOf(MatrixException.class);
        assertThatThrownBy(() -> read(forms, "A".repeat(22), token.field(), "consent"))
                .isInstanceOf(MatrixException.class);
    }

    private static String read(Forms forms, @Nullable String cookie, String field, String purpose) {
        var request =
                MockServerHttpRequest.post("/").contentType(MediaType.APPLICATION_FORM_URLENCODED);
        if (cookie != null) {
            request.cookie(new HttpCookie("__Host-ganglion-form", cookie));
        }
        var exchange =
                MockServerWebExchange.from(request.body("form_token=" + field + "&answer=yes"));
        return forms.read(exchange, purpose)
                .map(form -> form.get("answer"))
                .blockOptional()
                .orElseThrow();
    }

    @Test
    void w01TheCookieOfFormsIsOutOfReachOfScriptsAndOtherHosts() {
        Page page = Page.of("error", Map.of());
        FormToken token =
                formsAt("https://m.example").issue(MockServerHttpRequest.get("/").build(), "x");

        assertThat(
                        shown("https://m.example", page.withForm(token))
                                .getHeaders()
                                .getFirst("Set-Cookie"))
                .startsWith("__Host-ganglion-form=")
                .contains("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax")
                .doesNotContain("Domain");
        assertThat(
                        shown("http://localhost:8008", page.withForm(token))
                                .getHeaders()
                                .getFirst("Set-Cookie"))
                .startsWith("ganglion-form=")
                .doesNotContain("Secure");
    }

    @Test
    void aBrowserKeepsOneSecretForAllForms() {
        Forms forms = formsAt("https://m.example");
        FormToken first = forms.issue(MockServerHttpRequest.get("/").build(), "x");
        var again =
                MockServerHttpRequest.get("/")
                        .cookie(new HttpCookie("__Host-ganglion-form", first.secret()))
                        .build();

        assertThat(forms.issue(again, "x")).isEqualTo(first);
        assertThat(first.toString()).doesNotContain(first.secret());
    }

    @Test
    void anOperatorsTemplateStandsInForTheSuites(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("pages"));
        Files.writeString(folder.resolve("pages/error.html"), "{{> top}}Oh, {{message}}!");

        String html =
                new Templates(settings(null, folder))
                        .render("pages/error.html", Map.of("message", "a & b"));

        assertThat(html).contains("Oh, a &amp; b!").contains("viewport");
    }

    @Test
    void aTemplateThatThereIsNotOrThatIsBrokenStopsTheStart(@TempDir Path folder)
            throws IOException {
        Files.createDirectories(folder.resolve("pages"));
        Files.writeString(folder.resolve("pages/eror.html"), "x");
        assertThatThrownBy(() -> new Templates(settings(null, folder)))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("pages/eror.html");

        Files.move(folder.resolve("pages/eror.html"), folder.resolve("pages/error.html"));
        Files.writeString(folder.resolve("pages/error.html"), "{{#open}}");
        assertThatThrownBy(() -> new Templates(settings(null, folder)))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("pages/error.html");

        assertThatThrownBy(() -> new Templates(settings(null, folder.resolve("absent"))))
                .isInstanceOf(StartFailureException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"example.org", "ftp://a", "https://", "https://a?b", "https://u@a", "::"})
    void anAddressThatIsNoneStopsTheStart(String url) {
        assertThatThrownBy(() -> at(url))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("ganglion.public-base-url");
    }

    @Test
    void theAddressOfThisServerIsKnown() {
        PublicUrl url = at("https://m.example/matrix/");

        assertThat(url.of("/x")).hasToString("https://m.example/matrix/x");
        assertThat(url.isOrigin(URI.create("https://M.example:443/else"))).isTrue();
        assertThat(url.isOrigin(URI.create("https://m.example.evil/"))).isFalse();
        assertThat(url.isOrigin(URI.create("http://m.example/"))).isFalse();
        assertThatThrownBy(() -> at("").requireFor("Mail"))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("Mail");
    }
}
