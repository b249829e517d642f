package dev.ganglion.gateway.route;

/** Who may call an endpoint. */
public enum Caller {
    /** Anyone; an access token that comes along is not looked at. */
    PUBLIC,
    /** Anyone; an access token that comes along must be a good one. */
    OPTIONAL,
    /** Whoever has an OpenID token, which the service looks at. */
    OPENID,
    /**
     * Anyone who wants to come in; only the access token of an application service is looked at,
     * and any other one that comes along is told as refused.
     */
    NEWCOMER,
    /** Whoever has an access token. */
    USER,
    /** An administrator of this server. The service checks it again. */
    SERVER_ADMIN
}
