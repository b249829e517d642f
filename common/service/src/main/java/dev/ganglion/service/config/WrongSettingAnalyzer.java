package dev.ganglion.service.config;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationErrors;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says in one line which setting is wrong, why, and by which names it can be set. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class WrongSettingAnalyzer extends AbstractFailureAnalyzer<BindException> {
    private static final List<String> SECRETS = List.of("password", "secret", "token");

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, BindException failure) {
        BindValidationException validation = findCause(failure, BindValidationException.class);
        String problems =
                validation == null
                        ? unreadable(failure)
                        : violations(validation.getValidationErrors());
        return new FailureAnalysis(
                problems, "Correct it in ganglion.yaml or the environment.", failure);
    }

    private static String unreadable(BindException failure) {
        Throwable reason = failure;
        while (reason.getCause() != null) {
            reason = reason.getCause();
        }
        ConfigurationProperty property = failure.getProperty();
        Object value = property == null ? null : property.getValue();
        return line(failure.getName().toString(), value, String.valueOf(reason.getMessage()));
    }

    /** Their name is that of the part that is wrong, which may lie below what was bound. */
    private static String violations(ValidationErrors errors) {
        return errors.getAllErrors().stream()
                .map(error -> violation(errors.getName().toString(), error))
                .sorted()
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String violation(String prefix, ObjectError error) {
        String reason = String.valueOf(error.getDefaultMessage());
        return error instanceof FieldError field
                ? line(prefix + "." + kebab(field.getField()), field.getRejectedValue(), reason)
                : line(prefix, null, reason);
    }

    private static String line(String key, @Nullable Object value, String reason) {
        String variable = key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
        String shown = value == null || isSecret(key) ? "" : " = \"" + value + "\"";
        return "The setting " + key + " (" + variable + ")" + shown + " is wrong: " + reason;
    }

    private static boolean isSecret(String key) {
        return SECRETS.stream().anyMatch(key::contains);
    }

    private static String kebab(String field) {
        return field.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
