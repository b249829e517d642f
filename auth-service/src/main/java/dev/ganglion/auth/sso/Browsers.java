package dev.ganglion.auth.sso;

import dev.ganglion.auth.page.FormToken;
import dev.ganglion.auth.page.Forms;
import dev.ganglion.protocol.crypto.RandomText;

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
     * @param proof what is to be kept here
     * @param cookie what is to be kept there
     */
    record Binding(String proof, ResponseCookie cookie) {}

    /** For a page with a link that only its browser can follow. */
    FormToken token(ServerHttpRequest request, String subject) {
        return forms.issue(request, purpose(subject));
    }

    Binding bind(ServerHttpRequest request, String subject) {
        FormToken token = token(request, subject);
        return new Binding(token.field(), forms.cookie(token));
    }

    boolean isBound(ServerHttpRequest request, String subject, String proof) {
        return MessageDigest.isEqual(bytes(token(request, subject).field()), bytes(proof));
    }

    /** A name that nobody guesses. */
    String freshId() {
        return RandomText.of(ID_BYTES, random);
    }

    private static String purpose(String subject) {
        return "sso:" + subject;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
