package dev.ganglion.service.config;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a secret that is set by itself or as the file that holds it, at the start. */
public final class SecretSetting {
    private SecretSetting() {}

    /**
     * The secret without the white space around it; empty where neither is set. Fails with {@link
     * StartFailureException} when both are, the file cannot be read, or there is nothing in it.
     *
     * @param key the setting's name; that of the file ends with {@code -file}
     */
    public static Optional<String> read(String key, @Nullable String value, @Nullable Path file) {
        Optional<String> itself =
                Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
        if (file == null) {
            return itself;
        }
        if (itself.isPresent()) {
            throw new StartFailureException(
                    key + " and " + key + "-file are both set", "Set one of them.");
        }
        String text = content(key, file).strip();
        if (text.isEmpty()) {
            throw new StartFailureException(
                    "The file of " + key + "-file is empty", "Write the secret into " + file + ".");
        }
        return Optional.of(text);
    }

    private static String content(String key, Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new StartFailureException(
                    "The file of " + key + "-file cannot be read: " + e,
                    "Set " + key + "-file to a file that this user can read.");
        }
    }
}
