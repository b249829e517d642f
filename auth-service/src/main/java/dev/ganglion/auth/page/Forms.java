package dev.ganglion.auth.page;

import dev.ganglion.protocol.crypto.RandomText;
import dev.ganglion.protocol.crypto.Sha256;
import dev.ganglion.protocol.crypto.UnpaddedBase64;
import dev.ganglion.protocol.error.MatrixException;

import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Forms that no other site can send in the name of whoever looks at it. The browser keeps a random
 * secret in a cookie that no script can read and no other host can set; the form holds a hash of
 * that secret and of what the form is for. Any replica can check it, and nothing is stored.
 */
@Component
public class Forms {
    private static final String COOKIE = "ganglion-form";
    private static final int SECRET_BYTES = 16;
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{22}");

    private final HostCookies cookies;
    private final SecureRandom random;

    Forms(HostCookies cookies, SecureRandom random) {
        this.cookies = cookies;
        this.random = random;
    }

    /**
     * The token for a form that is about to be shown.
     *
     * @param purpose what the form does, and to what: {@code consent:<session>}; the token of one
     *     form is none for another
     */
    public FormToken issue(ServerHttpRequest request, String purpose) {
        String secret = secret(request).orElseGet(this::fresh);
        return new FormToken(secret, field(secret, purpose));
    }

    /** The form that was sent; {@code M_FORBIDDEN} when this server did not show it there. */
    public Mono<Form> read(ServerWebExchange exchange, String purpose) {
        return FormData.of(exchange)
                .map(Form::new)
                .filter(form -> isOurs(exchange.getRequest(), form, purpose))
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        MatrixException.forbidden(
                                                "This form is too old, or your browser keeps no"
                                                        + " cookies of this server: open the page"
                                                        + " again")));
    }

    /** For the answer with the form. */
    public ResponseCookie cookie(FormToken token) {
        return cookies.of(COOKIE, token.secret());
    }

    private boolean isOurs(ServerHttpRequest request, Form form, String purpose) {
        return secret(request)
                .map(secret -> bytes(field(secret, purpose)))
                .filter(
                        expected ->
                                MessageDigest.isEqual(
                                        expected, bytes(form.field(FormToken.FIELD).orElse(""))))
                .isPresent();
    }

    private Optional<String> secret(ServerHttpRequest request) {
        return cookies.find(request, COOKIE).filter(value -> SECRET.matcher(value).matches());
    }

    private String fresh() {
        return RandomText.of(SECRET_BYTES, random);
    }

    private static String field(String secret, String purpose) {
        return UnpaddedBase64.encodeUrlSafe(Sha256.of("form\n" + secret + "\n" + purpose));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
