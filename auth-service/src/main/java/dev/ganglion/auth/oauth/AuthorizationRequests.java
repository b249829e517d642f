package dev.ganglion.auth.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.OIDCError;
import com.nimbusds.openid.connect.sdk.Prompt;

import dev.ganglion.protocol.error.MatrixException;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Judges requests for authorization: RFC 6749, 4.1.1, with PKCE. The client and its address come
 * first. Where they are not right, the user is told on a page of ours and the browser is sent
 * nowhere; everything else is told to the client.
 */
@Component
class AuthorizationRequests {
    private static final int MAX_LENGTH = 2_048;
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Set<ResponseMode> MODES =
            Set.of(ResponseMode.QUERY, ResponseMode.FRAGMENT);

    private static final ErrorObject UNREADABLE =
            OAuth2Error.INVALID_REQUEST.setDescription("A parameter is missing or wrong");

    private final Clients clients;
    private final OAuthServer server;

    AuthorizationRequests(Clients clients, OAuthServer server) {
        this.clients = clients;
        this.server = server;
    }

    /** What a request leads to. */
    sealed interface Verdict {
        /** The user may be asked. */
        record Accepted(Authorization authorization) implements Verdict {}

        /** The client is told what is wrong. */
        record Refused(URI redirect) implements Verdict {}
    }

    /**
     * @param query as the browser sent it
     */
    Mono<Verdict> judge(String query) {
        if (query.length() > MAX_LENGTH) {
            return Mono.error(MatrixException.tooLarge("This link is too long"));
        }
        Parameters parameters = parameters(query);
        return clients.find(parameters.find("client_id").orElse(""))
                .switchIfEmpty(Mono.error(AuthorizationRequests::unknownClient))
                .map(client -> judge(parameters, client));
    }

    private Verdict judge(Parameters parameters, Client client) {
        String redirectUri =
                parameters
                        .find("redirect_uri")
                        .filter(uri -> RedirectUris.matches(client, uri))
                        .orElseThrow(AuthorizationRequests::unknownAddress);
        Authorization.Answer answer = answer(parameters, redirectUri);
        try {
            AuthorizationRequest request = AuthorizationRequest.parse(parameters.all());
            return problem(request, client)
                    .<Verdict>map(error -> new Verdict.Refused(answer.refusal(error)))
                    .orElseGet(() -> accepted(request, client, answer, redirectUri));
        } catch (ParseException _) {
            // What the library says of it would hold the client's own words.
            return new Verdict.Refused(answer.refusal(UNREADABLE));
        }
    }

    /** As the client asks for it, where that is possible; in the query where it is not. */
    private Authorization.Answer answer(Parameters parameters, String redirectUri) {
        boolean isFragment =
                parameters.find("response_mode").filter("fragment"::equals).isPresent();
        return new Authorization.Answer(
                URI.create(redirectUri),
                isFragment ? ResponseMode.FRAGMENT : ResponseMode.QUERY,
                parameters.find("state").filter(state -> !state.isBlank()).map(State::new),
                server.issuer());
    }

    private static Verdict accepted(
            AuthorizationRequest request,
            Client client,
            Authorization.Answer answer,
            String redirectUri) {
        return Optional.ofNullable(request.getScope())
                .flatMap(scope -> MatrixScope.parse(scope.toString()))
                .<Verdict>map(
                        scope ->
                                new Verdict.Accepted(
                                        new Authorization(
                                                client,
                                                answer,
                                                redirectUri,
                                                scope,
                                                request.getCodeChallenge().getValue(),
                                                asksFor(request, Prompt.Type.CREATE))))
                .orElseGet(() -> new Verdict.Refused(answer.refusal(MatrixScope.REFUSAL)));
    }

    private static Optional<ErrorObject> problem(AuthorizationRequest request, Client client) {
        if (request.specifiesRequestObject()) {
            return Optional.of(OAuth2Error.REQUEST_NOT_SUPPORTED);
        }
        if (!request.getResponseType().equals(ResponseType.CODE)) {
            return Optional.of(OAuth2Error.UNSUPPORTED_RESPONSE_TYPE);
        }
        if (!client.mayUse(GrantTypes.CODE)) {
            return Optional.of(OAuth2Error.UNAUTHORIZED_CLIENT);
        }
        if (!MODES.contains(request.impliedResponseMode())) {
            return invalid("response_mode can be query or fragment");
        }
        // Without a method RFC 7636 means "plain", which protects nobody.
        if (request.getCodeChallenge() == null
                || !CodeChallengeMethod.S256.equals(request.getCodeChallengeMethod())
                || !CHALLENGE.matcher(request.getCodeChallenge().getValue()).matches()) {
            return invalid("A code_challenge with the method S256 is needed");
        }
        if (asksFor(request, Prompt.Type.NONE)) {
            return Optional.of(OIDCError.INTERACTION_REQUIRED);
        }
        return Optional.empty();
    }

    private static boolean asksFor(AuthorizationRequest request, Prompt.Type type) {
        return request.getPrompt() != null && request.getPrompt().contains(type);
    }

    private static Optional<ErrorObject> invalid(String why) {
        return Optional.of(OAuth2Error.INVALID_REQUEST.setDescription(why));
    }

    private static Parameters parameters(String query) {
        return new Parameters(Query.parse(query));
    }

    private static MatrixException unknownClient() {
        return MatrixException.invalidParam(
                "The app that sent you here is not known: start again in the app");
    }

    private static MatrixException unknownAddress() {
        return MatrixException.invalidParam(
                "The app that sent you here did not say properly where to go afterwards");
    }
}
