package dev.ganglion.protocol.error;

import dev.ganglion.protocol.json.JsonBoolean;
import dev.ganglion.protocol.json.JsonNumber;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A request that cannot be served, as the client will read it. Thrown for what a client does, never
 * for our own bugs; it carries no stack trace, so that a flood of bad requests stays cheap.
 */
public final class MatrixException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int SERVER_ERROR = 500;

    private final int status;
    private final ErrorCode errorCode;
    private final transient Map<String, JsonValue> fields;

    private MatrixException(
            int status, ErrorCode errorCode, String message, Map<String, JsonValue> fields) {
        super(message, null, false, false);
        this.status = status;
        this.errorCode = errorCode;
        this.fields = Map.copyOf(fields);
    }

    public static MatrixException of(int status, ErrorCode errorCode, String message) {
        return new MatrixException(status, errorCode, message, Map.of());
    }

    public static MatrixException forbidden(String message) {
        return of(403, ErrorCode.FORBIDDEN, message);
    }

    public static MatrixException notFound(String message) {
        return of(404, ErrorCode.NOT_FOUND, message);
    }

    public static MatrixException notJson(String message) {
        return of(400, ErrorCode.NOT_JSON, message);
    }

    public static MatrixException badJson(String message) {
        return of(400, ErrorCode.BAD_JSON, message);
    }

    public static MatrixException invalidParam(String message) {
        return of(400, ErrorCode.INVALID_PARAM, message);
    }

    public static MatrixException missingParam(String name) {
        return of(400, ErrorCode.MISSING_PARAM, "The parameter " + name + " is missing");
    }

    /** No such endpoint. */
    public static MatrixException unrecognized() {
        return of(404, ErrorCode.UNRECOGNIZED, "There is no such endpoint");
    }

    /** The endpoint exists, but not for this HTTP method. */
    public static MatrixException wrongMethod() {
        return of(405, ErrorCode.UNRECOGNIZED, "This endpoint does not have that method");
    }

    public static MatrixException tooLarge(String message) {
        return of(413, ErrorCode.TOO_LARGE, message);
    }

    public static MatrixException missingToken() {
        return of(401, ErrorCode.MISSING_TOKEN, "An access token is needed");
    }

    /**
     * The token means nothing here, or nothing any more.
     *
     * @param isSoftLogout whether the client may keep its keys and log in to the same device again
     */
    public static MatrixException unknownToken(boolean isSoftLogout) {
        return of(401, ErrorCode.UNKNOWN_TOKEN, "The access token is unknown or has expired")
                .with("soft_logout", JsonBoolean.of(isSoftLogout));
    }

    public static MatrixException limitExceeded(Duration retryAfter) {
        return of(429, ErrorCode.LIMIT_EXCEEDED, "Too many requests: try again later")
                .with("retry_after_ms", new JsonNumber(retryAfter.toMillis()));
    }

    /** Something behind us is down or overloaded; the request may be repeated. */
    public static MatrixException unavailable(String message) {
        return of(503, ErrorCode.UNKNOWN, message).with("retry_after_ms", new JsonNumber(1_000));
    }

    /**
     * Whether a failure is a word about the request: the same again would be refused too. A fault
     * of ours, or of whom we asked, is none: that may be tried again.
     */
    public static boolean isRefusal(Throwable failure) {
        return failure instanceof MatrixException refusal && refusal.status() < SERVER_ERROR;
    }

    /** The same error with one more field in its body. */
    public MatrixException with(String field, JsonValue value) {
        Map<String, JsonValue> more = new HashMap<>(fields);
        more.put(field, value);
        return new MatrixException(status, errorCode, error(), more);
    }

    public int status() {
        return status;
    }

    public ErrorCode errorCode() {
        return errorCode;
    }

    /** The sentence for a person; it says nothing that the client may not know. */
    public String error() {
        return String.valueOf(getMessage());
    }

    /** The fields of the body besides {@code errcode} and {@code error}. */
    public Map<String, JsonValue> fields() {
        return fields;
    }

    /** The response body. */
    public JsonObject body() {
        return JsonObject.of(fields)
                .with("errcode", new JsonString(errorCode.code()))
                .with("error", new JsonString(error()));
    }
}
