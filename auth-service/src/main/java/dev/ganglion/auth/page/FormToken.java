package dev.ganglion.auth.page;

/**
 * Proves that a form was shown by this server to the browser that sends it.
 *
 * @param secret what the browser's cookie holds
 * @param field what the form's hidden field holds, by which nobody finds out the secret
 */
public record FormToken(String secret, String field) {
    static final String FIELD = "form_token";

    /** Without the secret, which must not get into a log. */
    @Override
    public String toString() {
        return "FormToken";
    }
}
