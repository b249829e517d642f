package dev.ganglion.auth.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationErrorResponse;
import com.nimbusds.oauth2.sdk.AuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;

import java.net.URI;
import java.util.Optional;

/**
 * A request for authorization that is all right.
 *
 * @param redirectUri as the client wrote it
 * @param codeChallenge of the method S256
 * @param isForNewcomer the client has said that its user wants to make an account
 */
record Authorization(
        Client client,
        Answer answer,
        String redirectUri,
        MatrixScope scope,
        String codeChallenge,
        boolean isForNewcomer) {

    /**
     * How the client is answered, at an address that it has registered.
     *
     * @param mode query or fragment
     */
    record Answer(URI redirectUri, ResponseMode mode, Optional<State> state, Issuer issuer) {
        URI refusal(ErrorObject error) {
            return new AuthorizationErrorResponse(redirectUri, error, stateOrNull(), issuer, mode)
                    .toURI();
        }

        @SuppressWarnings("NullAway") // the library takes null for the token that there is not
        URI success(String code) {
            return new AuthorizationSuccessResponse(
                            redirectUri,
                            new AuthorizationCode(code),
                            null,
                            stateOrNull(),
                            issuer,
                            mode)
                    .toURI();
        }

        @SuppressWarnings("NullAway") // the library takes null for the state that there is not
        private State stateOrNull() {
            return state.orElse(null);
        }
    }
}
