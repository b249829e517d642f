package dev.ganglion.service.error;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.InvalidJsonException;

import org.springframework.core.codec.DecodingException;

import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;

import java.util.stream.Collectors;

/** What unreadable JSON means: none at all, or JSON of another shape than expected. */
public final class JsonFailures {
    private JsonFailures() {}

    static MatrixException of(DecodingException failure) {
        return switch (failure.getCause()) {
            case MatrixException known -> known;
            case InvalidJsonException invalid -> of(invalid);
            case JacksonException invalid -> of(invalid);
            case null, default -> MatrixException.notJson("The body is not JSON");
        };
    }

    static MatrixException of(InvalidJsonException failure) {
        String message = String.valueOf(failure.getMessage());
        return switch (failure.kind()) {
            case MALFORMED -> MatrixException.notJson(message);
            case NOT_CANONICAL -> MatrixException.badJson(message);
        };
    }

    /**
     * {@code M_NOT_JSON} or {@code M_BAD_JSON}, with the place in the JSON and without any type of
     * ours.
     */
    public static MatrixException of(JacksonException failure) {
        return switch (failure) {
            case StreamConstraintsException _ ->
                    MatrixException.badJson("The JSON is nested too deep, or has too long a name");
            case InputCoercionException _ -> MatrixException.badJson("A number is out of range");
            case StreamReadException malformed when isDuplicate(malformed) ->
                    MatrixException.badJson("The JSON has a key twice");
            case DatabindException mismatch -> mismatch(mismatch);
            default -> MatrixException.notJson("The body is not JSON");
        };
    }

    /** Jackson has no type of its own for this refusal. */
    private static boolean isDuplicate(StreamReadException failure) {
        return failure.getOriginalMessage().startsWith("Duplicate");
    }

    private static MatrixException mismatch(DatabindException failure) {
        return switch (failure.getCause()) {
            case MatrixException known -> known;
            case InvalidJsonException invalid -> of(invalid);
            case null, default -> MatrixException.badJson(where(failure) + " is not as expected");
        };
    }

    /** The path of the member, without any type of ours. */
    private static String where(DatabindException failure) {
        String path =
                failure.getPath().stream()
                        .map(
                                step ->
                                        step.getPropertyName() == null
                                                ? "[" + step.getIndex() + "]"
                                                : step.getPropertyName())
                        .collect(Collectors.joining("."));
        return path.isEmpty() ? "The body" : path;
    }
}
