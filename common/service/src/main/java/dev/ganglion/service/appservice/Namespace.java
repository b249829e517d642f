package dev.ganglion.service.appservice;

import com.google.re2j.Pattern;

/**
 * Some identifiers of one kind. The expression is held against the beginning of an identifier, as
 * registrations in the wild expect: one that is to cover the whole of it ends in {@code $}. It is
 * matched in linear time, whatever its author wrote.
 */
public record Namespace(Pattern pattern, boolean isExclusive) {
    boolean contains(String identifier) {
        return pattern.matcher(identifier).lookingAt();
    }
}
