package dev.ganglion.specification;

import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.PathType;
import com.networknt.schema.resource.InputStreamSource;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The schemas of the specification, which refer to each other across files. OpenAPI 3.1 uses JSON
 * Schema 2020-12 as it is; what it adds are annotations.
 */
final class Schemas {
    private final SchemaRegistry registry =
            SchemaRegistry.withDialect(
                    Dialect.builder(Dialects.getDraft202012())
                            .formats(IdentifierFormat.all())
                            .unknownKeywordFactory((name, _) -> new NonValidationKeyword(name))
                            .build(),
                    builder ->
                            builder.schemaRegistryConfig(
                                            SchemaRegistryConfig.builder()
                                                    .formatAssertionsEnabled(true)
                                                    .locale(Locale.ROOT)
                                                    .pathType(PathType.JSON_POINTER)
                                                    .build())
                                    .resourceLoaders(some -> some.add(Schemas::file)));

    private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

    /** What a body of that status is to look like, if it is described. */
    Optional<Schema> of(SpecifiedOperation operation, int status) {
        return operation
                .schema(status)
                .map(
                        schema ->
                                compiled.computeIfAbsent(
                                        operation + " " + status,
                                        _ -> in(operation.document(), schema)));
    }

    /** A schema that is a document. */
    Schema at(URI document) {
        return registry.getSchema(SchemaLocation.of(document.toString()));
    }

    private Schema in(URI document, JsonNode schema) {
        return registry.getSchema(SchemaLocation.of(document.toString()), schema);
    }

    private static @Nullable InputStreamSource file(AbsoluteIri address) {
        String text = address.toString();
        return text.startsWith("file:")
                ? () -> Files.newInputStream(Path.of(URI.create(text)))
                : null;
    }
}
