package dev.ganglion.service.appservice;

import dev.ganglion.service.config.StartFailureException;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of a registration file by their keys; whatever is wrong is told with the key. */
final class RegistrationFields {
    private final Path file;
    private final String prefix;
    private final Map<?, ?> values;

    /**
     * @param prefix the path to these values, with its closing dot
     */
    RegistrationFields(Path file, String prefix, Map<?, ?> values) {
        this.file = file;
        this.prefix = prefix;
        this.values = values;
    }

    /** A text that must be there and not be empty. */
    String text(String key) {
        String text = textOrNull(key).orElseThrow(() -> wrong(key, "it must not be null"));
        if (text.isBlank()) {
            throw wrong(key, "it is empty");
        }
        return text;
    }

    /** The key must be there; its value may be null. */
    Optional<String> textOrNull(String key) {
        if (!values.containsKey(key)) {
            throw wrong(key, "it is missing");
        }
        return Optional.ofNullable(values.get(key)).map(value -> asText(key, value));
    }

    /** Empty when it is not there. */
    Optional<Boolean> flag(String key) {
        return Optional.ofNullable(values.get(key))
                .map(
                        value -> {
                            if (value instanceof Boolean flag) {
                                return flag;
                            }
                            throw wrong(key, "it must be true or false");
                        });
    }

    /** No texts when it is not there. */
    List<String> texts(String key) {
        return list(key).stream().map(value -> asText(key, value)).toList();
    }

    RegistrationFields object(String key) {
        if (!values.containsKey(key)) {
            throw wrong(key, "it is missing");
        }
        return asObject(key, values.get(key));
    }

    /** None when it is not there. */
    List<RegistrationFields> objects(String key) {
        List<RegistrationFields> objects = new ArrayList<>();
        for (Object value : list(key)) {
            objects.add(asObject(key + "[" + objects.size() + "]", value));
        }
        return objects;
    }

    StartFailureException wrong(String key, String problem) {
        return RegistrationFile.wrong(file, prefix + key, problem);
    }

    private List<?> list(String key) {
        Object value = values.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw wrong(key, "it must be a list");
    }

    private String asText(String key, @Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw wrong(key, "it must be a text: put it in quotes");
    }

    private RegistrationFields asObject(String key, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return new RegistrationFields(file, prefix + key + ".", map);
        }
        throw wrong(key, "it must hold keys and values");
    }
}
