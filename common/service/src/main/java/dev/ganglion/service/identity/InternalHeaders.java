package dev.ganglion.service.identity;

/** Headers between our own services; the gateway drops them from what clients send. */
public final class InternalHeaders {
    /** What every internal header begins with. */
    public static final String PREFIX = "X-Ganglion-";

    /** The service token of the caller. */
    public static final String SERVICE_TOKEN = "X-Ganglion-Service-Token";

    /** The address of the client at the gateway. */
    public static final String CLIENT_ADDRESS = "X-Ganglion-Client-Address";

    private InternalHeaders() {}
}
