package dev.ganglion.specification;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.util.Optional;

/**
 * An operation of the specification.
 *
 * @param document where it is described; references are relative to it
 * @param id its name there
 * @param responses what is documented, by status
 */
record SpecifiedOperation(
        URI document, String id, String method, PathTemplate template, JsonNode responses) {
    private static final String JSON = "application/json";

    boolean isFor(String requestMethod, String rawPath) {
        return method.equals(requestMethod) && template.matches(rawPath);
    }

    boolean documents(int status) {
        return responses.has(String.valueOf(status));
    }

    /** Absent where nothing is said about the body, or it is not JSON. */
    Optional<JsonNode> schema(int status) {
        return responses.path(String.valueOf(status)).path("content").path(JSON).optional("schema");
    }

    @Override
    public String toString() {
        return method + " " + template.path() + " (" + id + ")";
    }
}
