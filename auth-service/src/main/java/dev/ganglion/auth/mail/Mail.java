package dev.ganglion.auth.mail;

import java.util.Map;

/**
 * A mail to be sent.
 *
 * @param template the templates {@code templates/mail/<template>.subject.txt}, {@code .txt} and
 *     {@code .html}
 * @param values what their variables stand for; control characters are left out
 */
public record Mail(EmailAddress to, String template, Map<String, String> values) {
    public Mail {
        values = Map.copyOf(values);
    }

    /** Without the values, which may hold a secret link. */
    @Override
    public String toString() {
        return "Mail[" + template + "]";
    }
}
