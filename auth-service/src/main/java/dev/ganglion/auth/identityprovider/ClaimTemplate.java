package dev.ganglion.auth.identityprovider;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with the names of claims in braces, as in {@code {given_name} {family_name}}. */
final class ClaimTemplate {
    private static final Pattern CLAIM = Pattern.compile("\\{([A-Za-z0-9_:./-]{1,100})}");

    private final String template;

    private ClaimTemplate(String template) {
        this.template = template;
    }

    /** Empty when braces do not stand around the name of a claim. */
    static Optional<ClaimTemplate> parse(String template) {
        String rest = CLAIM.matcher(template).replaceAll("");
        return rest.contains("{") || rest.contains("}") || template.isBlank()
                ? Optional.empty()
                : Optional.of(new ClaimTemplate(template));
    }

    Set<String> claims() {
        Set<String> names = new TreeSet<>();
        Matcher matcher = CLAIM.matcher(template);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** Empty when a claim is missing, or no text. */
    Optional<String> filled(Map<String, ?> claims) {
        boolean isThere =
                claims().stream()
                        .allMatch(name -> claims.get(name) instanceof String s && !s.isBlank());
        return isThere
                ? Optional.of(
                        CLAIM.matcher(template)
                                .replaceAll(
                                        found ->
                                                Matcher.quoteReplacement(
                                                        String.valueOf(
                                                                claims.get(found.group(1))))))
                : Optional.empty();
    }
}
