package dev.ganglion.auth.oauth;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;

/** A request of a client that is refused, in the words of RFC 6749, 5.2 and its relatives. */
final class OAuthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorObject error;

    private OAuthException(ErrorObject error) {
        super(error.getCode(), null, false, false);
        this.error = error;
    }

    static OAuthException of(ErrorObject error) {
        return new OAuthException(error);
    }

    /**
     * @param why for the client's author; nothing that the client sent
     */
    static OAuthException of(ErrorObject error, String why) {
        return new OAuthException(error.setDescription(why));
    }

    static OAuthException invalidRequest(String why) {
        return of(OAuth2Error.INVALID_REQUEST, why);
    }

    /** Says no more than that: nobody learns what is wrong with what they should not have. */
    static OAuthException invalidGrant() {
        return of(OAuth2Error.INVALID_GRANT, "It is unknown, used, expired or not for this client");
    }

    static OAuthException unknownClient() {
        return of(OAuth2Error.INVALID_CLIENT, "There is no such client");
    }

    ErrorObject error() {
        return error;
    }
}
