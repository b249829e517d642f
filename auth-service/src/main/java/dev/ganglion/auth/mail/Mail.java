package dev.ganglion.auth.mail;

import java.util.Map;

/**
 * A mail to be sent.
 *
 * @param template the templates {@code templates/mail/<template>.subject.txt}, {@code .txt} and
 *     {@code .html}
 * @param values what their variables stand for: strings, numbers, booleans, lists and maps of them;
 *     control characters are left out
 * @param headers further ones, in ASCII
 */
public record Mail(
        EmailAddress to, String template, Map<String, Object> values, Map<String, String> headers) {
    public Mail {
        values = Map.copyOf(values);
        headers = Map.copyOf(headers);
    }

    /** With the headers that every mail has. */
    public Mail(EmailAddress to, String template, Map<String, String> values) {
        this(to, template, Map.copyOf(values), Map.of());
    }

    /** Without the values, which may hold a secret link. */
    @Override
    public String toString() {
        return "Mail[" + template + "]";
    }
}
