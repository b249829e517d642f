package dev.ganglion.auth.page;

import dev.ganglion.protocol.crypto.RandomText;
import dev.ganglion.protocol.crypto.Sha256;
import dev.ganglion.protocol.crypto.UnpaddedBase64;
import dev.ganglion.protocol.error.MatrixException;

import org.springframework.http.HttpCookie;
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
    private static final int SECRET_BYTES = 16;
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{22}");

    private final PublicUrl publicUrl;
    private final SecureRandom random;

    Forms(PublicUrl publicUrl, SecureRandom random) {
        this.publicUrl = publicUrl;
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

    /** Browsers accept the prefix only of who is on HTTPS, and from the host itself. */
    public ResponseCookie cookie(FormToken token) {
        return ResponseCookie.from(cookieName(), token.secret())
                .path("/")
                .httpOnly(true)
                .secure(publicUrl.isHttps())
                .sameSite("Lax")
                .build();
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
        return Optional.ofNullable(request.getCookies().getFirst(cookieName()))
                .map(HttpCookie::getValue)
                .filter(value -> SECRET.matcher(value).matches());
    }

    private String cookieName() {
        return publicUrl.isHttps() ? "__Host-ganglion-form" : "ganglion-form";
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
