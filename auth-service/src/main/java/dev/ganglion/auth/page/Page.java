package dev.ganglion.auth.page;

import dev.ganglion.protocol.error.MatrixException;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A page to show.
 *
 * @param template a file {@code templates/pages/<template>.html}
 * @param values what the template's variables stand for: strings, numbers, booleans, lists and maps
 *     of them; they are escaped, so links must be known to begin with {@code http}
 * @param form the token of the form on it
 */
public record Page(
        String template,
        int status,
        Map<String, Object> values,
        ContentPolicy policy,
        Optional<FormToken> form) {
    private static final int OK = 200;

    public Page {
        values = Map.copyOf(values);
    }

    /** A page without form and scripts. */
    public static Page of(String template, Map<String, ?> values) {
        return new Page(template, OK, Map.copyOf(values), ContentPolicy.STRICT, Optional.empty());
    }

    /** The same with one more variable, or another value of one. */
    public Page with(String name, Object value) {
        Map<String, Object> more = new HashMap<>(values);
        more.put(name, value);
        return new Page(template, status, more, policy, form);
    }

    public Page withStatus(int other) {
        return new Page(template, other, values, policy, form);
    }

    /** The same with what is wrong, as {@code problem}. */
    public Page refusing(MatrixException refusal) {
        return with("problem", refusal.error()).withStatus(refusal.status());
    }

    public Page withPolicy(ContentPolicy other) {
        return new Page(template, status, values, other, form);
    }

    /** The template shows the token as {@code {{form_token}}} in a hidden field of that name. */
    public Page withForm(FormToken token) {
        return new Page(template, status, values, policy, Optional.of(token));
    }

    Map<String, Object> variables(String prefix) {
        Map<String, Object> all = new HashMap<>(values);
        all.put("prefix", prefix);
        form.ifPresent(token -> all.put(FormToken.FIELD, token.field()));
        return all;
    }
}
