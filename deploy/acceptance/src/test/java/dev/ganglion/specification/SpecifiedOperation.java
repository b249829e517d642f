package dev.ganglion.specification;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.util.Optional;

/**
 * An operation of the specification.
 *
 * @param document where it is described; references are relative to it
 * @param id its name there
 * @param components of the document, to which its own schemas may refer
 * @param responses what is documented, by status
 */
record SpecifiedOperation(
        URI document,
        JsonNode components,
        String id,
        String method,
        PathTemplate template,
        JsonNode responses) {
    private static final String JSON = "application/json";
    private static final String COMPONENTS = "components";

    boolean isFor(String requestMethod, String rawPath) {
        return method.equals(requestMethod) && template.matches(rawPath);
    }

    boolean documents(int status) {
        return responses.has(String.valueOf(status));
    }

    /**
     * Absent where nothing is said about the body, or it is not JSON. It has the components of its
     * document beside it, where its references look for them.
     */
    Optional<JsonNode> schema(int status) {
        return responses
                .path(String.valueOf(status))
                .path("content")
                .path(JSON)
                .optional("schema")
                .map(schema -> ((ObjectNode) schema.deepCopy()).set(COMPONENTS, components));
    }

    @Override
    public String toString() {
        return method + " " + template.path() + " (" + id + ")";
    }
}
