package dev.ganglion.testing.client;

import dev.ganglion.protocol.json.JsonObject;

/** An answer other than 2xx. */
public final class MatrixError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient JsonObject body;

    MatrixError(String call, int status, JsonObject body) {
        super(call + " was answered " + status + " " + body);
        this.status = status;
        this.body = body;
    }

    public int status() {
        return status;
    }

    /** The error code, or an empty string. */
    public String errcode() {
        return body.string("errcode").orElse("");
    }

    public JsonObject body() {
        return body;
    }
}
