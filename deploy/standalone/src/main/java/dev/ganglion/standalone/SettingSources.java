package dev.ganglion.standalone;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;
import org.yaml.snakeyaml.error.MarkedYAMLException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where settings come from: environment variables first, then {@code ganglion.yaml}.
 *
 * <p>The key {@code ganglion.server-name} is the variable {@code GANGLION_SERVER_NAME}.
 */
final class SettingSources {
    static final String FILE_VARIABLE = "GANGLION_CONFIG";

    private final Map<String, String> environment;
    private final Optional<Path> file;
    private final List<PropertySource<?>> yaml;

    private SettingSources(
            Map<String, String> environment, Optional<Path> file, List<PropertySource<?>> yaml) {
        this.environment = environment;
        this.file = file;
        this.yaml = yaml;
    }

    /**
     * Reads {@code GANGLION_CONFIG}, or {@code ganglion.yaml} in the working folder when there is
     * one.
     */
    static SettingSources read(Map<String, String> environment, Path workingFolder) {
        String named = environment.get(FILE_VARIABLE);
        Path file = workingFolder.resolve(named == null ? "ganglion.yaml" : named);
        if (Files.isRegularFile(file)) {
            return new SettingSources(environment, Optional.of(file), load(file));
        }
        if (named != null) {
            throw new StartRefused(
                    FILE_VARIABLE
                            + "="
                            + named
                            + ": there is no such file. Create it or unset the variable.");
        }
        return new SettingSources(environment, Optional.empty(), List.of());
    }

    /** The settings file, for the services to read the rest of their keys from. */
    Optional<Path> file() {
        return file;
    }

    /**
     * A setting's value with the name under which the operator set it; empty when it was not set or
     * set to nothing.
     */
    Optional<Setting> find(String key) {
        String variable = key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        return findVariable(variable).or(() -> findInFile(key));
    }

    /** A setting that there is in the environment only. */
    Optional<Setting> findVariable(String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(value -> !value.isBlank())
                .map(value -> new Setting(variable, value.strip()));
    }

    private Optional<Setting> findInFile(String key) {
        return yaml.stream()
                .filter(source -> source.containsProperty(key))
                .findFirst()
                .map(
                        source ->
                                new Setting(
                                        key + " in " + fileName(),
                                        String.valueOf(source.getProperty(key))))
                .filter(setting -> !setting.value().isBlank());
    }

    private String fileName() {
        return file.map(path -> path.getFileName().toString()).orElse("ganglion.yaml");
    }

    private static List<PropertySource<?>> load(Path file) {
        try {
            return new YamlPropertySourceLoader()
                    .load("ganglion.yaml", new FileSystemResource(file));
        } catch (IOException | RuntimeException e) {
            throw new StartRefused(file + line(e) + " is not readable YAML: " + what(e), e);
        }
    }

    private static String line(Exception e) {
        return e instanceof MarkedYAMLException marked && marked.getProblemMark() != null
                ? ", line " + (marked.getProblemMark().getLine() + 1) + ","
                : "";
    }

    private static String what(Exception e) {
        return e instanceof MarkedYAMLException marked && marked.getProblem() != null
                ? marked.getProblem().replaceAll("\\s+", " ")
                : firstLine(e);
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /**
     * One setting as the operator wrote it.
     *
     * @param name the variable or key, as the operator knows it
     */
    record Setting(String name, String value) {
        StartRefused refused(String fix) {
            return new StartRefused(name + "=" + value + " is not valid: " + fix);
        }
    }
}
