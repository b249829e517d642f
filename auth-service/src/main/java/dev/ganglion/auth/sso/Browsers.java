package dev.ganglion.auth.sso;

import dev.ganglion.auth.page.FormToken;
import dev.ganglion.auth.page.Forms;
import dev.ganglion.protocol.crypto.RandomText;
import dev.ganglion.service.identity.TokenHash;

import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * Ties what happens at a provider to the browser in which it began, by the cookie that forms have
 * too: nobody logs somebody else's browser in to an account of their own.
 */
@Component
class Browsers {
    private static final int ID_BYTES = 16;

    private final Forms forms;
    private final SecureRandom random;

    Browsers(Forms forms, SecureRandom random) {
        this.forms = forms;
        this.random = random;
    }

    /**
     * @param proof what is to be kept here, of no use to who reads it
     * @param cookie what is to be kept there
     */
    record Binding(String proof, ResponseCookie cookie) {}

    /** For a page with a link that only its browser can follow. */
    FormToken token(ServerHttpRequest request, String subject) {
        return forms.issue(request, purpose(subject));
    }

    Binding bind(ServerHttpRequest request, String subject) {
        FormToken token = token(request, subject);
        return new Binding(TokenHash.of(token.field()).text(), forms.cookie(token));
    }

    /** Whether this is the browser of {@link #bind}, as what was kept here says. */
    boolean isBound(ServerHttpRequest request, String subject, String proof) {
        return isEqual(TokenHash.of(token(request, subject).field()).text(), proof);
    }

    /** Whether this is the browser of {@link #token}, as a link on the page says. */
    boolean isShown(ServerHttpRequest request, String subject, String field) {
        return isEqual(token(request, subject).field(), field);
    }

    /** A name that nobody guesses. */
    String freshId() {
        return RandomText.of(ID_BYTES, random);
    }

    private static String purpose(String subject) {
        return "sso:" + subject;
    }

    private static boolean isEqual(String expected, String given) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
