package dev.ganglion.service.identity;

/** Headers between our own services; the gateway drops them from what clients send. */
public final class InternalHeaders {
    /** What every internal header begins with. */
    public static final String PREFIX = "X-Ganglion-";

    /** The service token of the caller. */
    public static final String SERVICE_TOKEN = "X-Ganglion-Service-Token";

    /** The address of the client at the gateway. */
    public static final String CLIENT_ADDRESS = "X-Ganglion-Client-Address";

    /**
     * There, with any value, when the client showed an access token that is no application
     * service's, where it may show only one of these: to log in and to register.
     */
    public static final String TOKEN_REFUSED = "X-Ganglion-Token-Refused";

    /** The OpenID token of a query, which the gateway takes out of it like any other token. */
    public static final String OPENID_TOKEN = "X-Ganglion-OpenID-Token";

    private InternalHeaders() {}
}
