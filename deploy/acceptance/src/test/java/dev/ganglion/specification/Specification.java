package dev.ganglion.specification;

import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The operations of the client-server API, as its OpenAPI documents list them. */
final class Specification {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");
    private static final YAMLMapper YAML = new YAMLMapper();

    private final Path api;
    private final List<SpecifiedOperation> operations;

    private Specification(Path api, List<SpecifiedOperation> operations) {
        this.api = api;
        this.operations = operations;
    }

    /**
     * Reads all documents.
     *
     * @param folder holds the folder {@code data} of the specification
     */
    static Specification read(Path folder) {
        Path api = folder.resolve("data/api/client-server").toAbsolutePath().normalize();
        try (Stream<Path> files = Files.list(api)) {
            List<SpecifiedOperation> operations =
                    files.filter(file -> file.toString().endsWith(".yaml"))
                            .sorted()
                            .flatMap(Specification::operations)
                            .sorted(Comparator.comparing(SpecifiedOperation::template))
                            .toList();
            return new Specification(api, operations);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<SpecifiedOperation> operations() {
        return operations;
    }

    /**
     * What answered a request. Where two documents describe one path, the one that knows the
     * status.
     */
    Optional<SpecifiedOperation> find(String method, String rawPath, int status) {
        List<SpecifiedOperation> found =
                operations.stream().filter(some -> some.isFor(method, rawPath)).toList();
        return found.stream()
                .filter(some -> some.template().equals(found.getFirst().template()))
                .filter(some -> some.documents(status))
                .findFirst()
                .or(() -> found.stream().findFirst());
    }

    /** The document that describes what errors look like where nothing else is said. */
    URI standardError() {
        return api.resolve("definitions/errors/error.yaml").toUri();
    }

    private static Stream<SpecifiedOperation> operations(Path file) {
        JsonNode document = YAML.readTree(file);
        String base = document.at("/servers/0/variables/basePath/default").asString("");
        return document.path("paths").properties().stream()
                .flatMap(
                        path ->
                                operations(
                                        file.toUri(),
                                        document.path("components"),
                                        PathTemplate.of(base + path.getKey()),
                                        path.getValue()));
    }

    private static Stream<SpecifiedOperation> operations(
            URI document, JsonNode components, PathTemplate template, JsonNode path) {
        return path.properties().stream()
                .filter(operation -> METHODS.contains(operation.getKey()))
                .map(
                        operation ->
                                new SpecifiedOperation(
                                        document,
                                        components,
                                        operation.getValue().path("operationId").asString(""),
                                        operation.getKey().toUpperCase(Locale.ROOT),
                                        template,
                                        operation.getValue().path("responses")));
    }
}
