package dev.ganglion.specification;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Optional;

/** Says whether answers are as the specification describes them. Thread-safe. */
final class ResponseValidator {
    private static final JsonMapper JSON = new JsonMapper();

    private final Specification specification;
    private final List<Deviation> deviations;
    private final Schemas schemas = new Schemas();

    ResponseValidator(Specification specification, List<Deviation> deviations) {
        this.specification = specification;
        this.deviations = deviations;
    }

    /** What a proposal adds to an operation is not held against it, but for the errors. */
    Verdict judge(Answer answer) {
        return answer.isUnstable() && !answer.isError()
                ? new Verdict.Unknown()
                : judgeBySpecification(answer);
    }

    private Verdict judgeBySpecification(Answer answer) {
        return specification
                .find(answer.method(), answer.path(), answer.status())
                .map(operation -> judge(operation, answer))
                .orElseGet(Verdict.Unknown::new);
    }

    private Verdict judge(SpecifiedOperation operation, Answer answer) {
        if (!operation.documents(answer.status()) && !answer.isError()) {
            return new Verdict.Violates(operation, List.of("this status is not documented"));
        }
        return schema(operation, answer)
                .map(schema -> judge(operation, schema, answer))
                .orElseGet(() -> new Verdict.Undescribed(operation));
    }

    /** An error that is not documented, or without a body, is a standard error all the same. */
    private Optional<Schema> schema(SpecifiedOperation operation, Answer answer) {
        return schemas.of(operation, answer.status())
                .filter(_ -> !isAboutTheAccessToken(answer))
                .or(
                        () ->
                                Optional.of(specification.standardError())
                                        .filter(_ -> answer.isError())
                                        .map(schemas::at));
    }

    /** Every operation may answer so, those too that answer 401 to ask for more authentication. */
    private static boolean isAboutTheAccessToken(Answer answer) {
        return answer.status() == 401
                && (answer.body().contains("\"M_MISSING_TOKEN\"")
                        || answer.body().contains("\"M_UNKNOWN_TOKEN\""));
    }

    private Verdict judge(SpecifiedOperation operation, Schema schema, Answer answer) {
        List<String> faults = faults(operation, schema, answer);
        return faults.isEmpty()
                ? new Verdict.Conforms(operation)
                : new Verdict.Violates(operation, faults);
    }

    private List<String> faults(SpecifiedOperation operation, Schema schema, Answer answer) {
        if (!answer.isJson()) {
            return List.of("the content type is \"" + answer.contentType() + "\", not JSON");
        }
        try {
            JsonNode body = JSON.readTree(answer.body());
            return schema.validate(body).stream()
                    .filter(error -> !isExpected(operation, error))
                    .map(
                            error ->
                                    "at \""
                                            + error.getInstanceLocation()
                                            + "\": "
                                            + error.getMessage())
                    .toList();
        } catch (JacksonException e) {
            return List.of("the body is not JSON: " + e.getOriginalMessage());
        }
    }

    private boolean isExpected(SpecifiedOperation operation, Error error) {
        return deviations.stream().anyMatch(deviation -> deviation.covers(operation, error));
    }
}
