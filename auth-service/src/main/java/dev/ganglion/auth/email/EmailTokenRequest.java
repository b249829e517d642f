package dev.ganglion.auth.email;

import dev.ganglion.auth.mail.EmailAddress;
import dev.ganglion.protocol.error.MatrixException;

import java.util.Optional;
import java.util.regex.Pattern;

/** The body of every {@code …/email/requestToken}. Identity servers in it are passed over. */
public record EmailTokenRequest(
        Optional<String> clientSecret,
        Optional<String> email,
        Optional<Long> sendAttempt,
        Optional<String> nextLink) {
    private static final Pattern OPAQUE = Pattern.compile("[0-9a-zA-Z.=_-]{1,255}");

    String checkedSecret() {
        String secret =
                clientSecret.orElseThrow(() -> MatrixException.missingParam("client_secret"));
        if (!isOpaque(secret)) {
            throw MatrixException.invalidParam(
                    "client_secret has 1 to 255 characters of 0-9 a-z A-Z . = _ -");
        }
        return secret;
    }

    EmailAddress checkedAddress() {
        String text = email.orElseThrow(() -> MatrixException.missingParam("email"));
        return EmailAddress.tryParse(text)
                .orElseThrow(() -> MatrixException.invalidParam("This is not an email address"));
    }

    long checkedAttempt() {
        return sendAttempt.orElseThrow(() -> MatrixException.missingParam("send_attempt"));
    }

    /** The grammar of session IDs and client secrets. */
    static boolean isOpaque(String text) {
        return OPAQUE.matcher(text).matches();
    }

    /** Without the address and the secret, which must not get into a log. */
    @Override
    public String toString() {
        return "EmailTokenRequest";
    }
}
