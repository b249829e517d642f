package dev.ganglion.benchmark.client;

import tools.jackson.databind.JsonNode;

/** An answer other than 200. */
public final class HomeserverException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient JsonNode body;

    HomeserverException(String call, int status, JsonNode body) {
        super(call + ": " + status + " " + body, null, false, false);
        this.status = status;
        this.body = body;
    }

    /** Its status and error code. */
    public String kind() {
        return (status + " " + body.path("errcode").asString("")).strip();
    }

    public int status() {
        return status;
    }

    public JsonNode body() {
        return body;
    }
}
