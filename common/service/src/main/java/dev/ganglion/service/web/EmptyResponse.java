package dev.ganglion.service.web;

/** The body <code>{}</code> of the many endpoints that have nothing more to say. */
public final class EmptyResponse {
    public static final EmptyResponse INSTANCE = new EmptyResponse();

    private EmptyResponse() {}
}
