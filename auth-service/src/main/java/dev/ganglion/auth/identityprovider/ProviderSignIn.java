package dev.ganglion.auth.identityprovider;

import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;

import dev.ganglion.auth.page.PublicUrl;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends people to a provider, and hears from it who came back. */
@Service
public class ProviderSignIn {
    private final Connections connections;
    private final ProviderCalls calls;
    private final ProviderCodeExchange exchange;
    private final PublicUrl publicUrl;
    private final Clock clock;

    ProviderSignIn(
            Connections connections,
            ProviderCalls calls,
            ProviderCodeExchange exchange,
            PublicUrl publicUrl,
            Clock clock) {
        this.connections = connections;
        this.calls = calls;
        this.exchange = exchange;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    /** What people want at the provider. */
    public enum Wish {
        SIGN_IN,
        /** To make an account there first, where the provider can tell the difference. */
        REGISTER,
        /** To show again who they are, though the provider knows them still. */
        REAUTHENTICATE
    }

    /**
     * Somebody on the way to a provider. All but the address must be remembered until they are
     * back, and bound to their browser.
     */
    public record Departure(URI address, Secrets secrets) {}

    /**
     * What ties an answer to the question; nobody but this server and the provider sees it all.
     *
     * @param since when people must have signed in at the earliest, where they were to do it anew
     */
    public record Secrets(String state, String nonce, String verifier, Optional<Instant> since) {
        /** Without the secrets, which must not get into a log. */
        @Override
        public String toString() {
            return "Secrets";
        }
    }

    /** Fails with a status 503 when the provider does not answer. */
    public Mono<Departure> depart(Provider provider, Wish wish) {
        return calls.call(provider, () -> departure(provider, wish));
    }

    /**
     * Who came back, by the parameters of the callback. Fails with {@code M_FORBIDDEN}: 401 when
     * the answer is not genuine, 403 when the provider did not let them in.
     */
    public Mono<Person> arrive(
            Provider provider, Map<String, List<String>> parameters, Secrets secrets) {
        return calls.call(
                provider, () -> exchange.person(provider, callback(provider), parameters, secrets));
    }

    private Departure departure(Provider provider, Wish wish) throws IOException, GeneralException {
        OIDCProviderMetadata metadata = connections.get(provider).metadata();
        State state = new State();
        Nonce nonce = new Nonce();
        CodeVerifier verifier = new CodeVerifier();
        Provider.Endpoint endpoint = provider.endpoint();
        AuthenticationRequest.Builder request =
                new AuthenticationRequest.Builder(
                                ResponseType.CODE,
                                endpoint.scope(),
                                endpoint.clientId(),
                                callback(provider))
                        .endpointURI(metadata.getAuthorizationEndpointURI())
                        .state(state)
                        .nonce(nonce);
        if (endpoint.pkce()) {
            request.codeChallenge(verifier, CodeChallengeMethod.S256);
        }
        if (wish == Wish.REAUTHENTICATE) {
            // Not all providers heed the prompt; those that tell when somebody signed in are
            // checked.
            request.prompt(Prompt.Type.LOGIN).maxAge(0);
        } else if (wish == Wish.REGISTER && canRegister(metadata)) {
            request.prompt(Prompt.Type.CREATE);
        }
        return new Departure(
                request.build().toURI(),
                new Secrets(
                        state.getValue(),
                        nonce.getValue(),
                        verifier.getValue(),
                        wish == Wish.REAUTHENTICATE
                                ? Optional.of(clock.instant())
                                : Optional.empty()));
    }

    private static boolean canRegister(OIDCProviderMetadata metadata) {
        return metadata.getPromptTypes() != null
                && metadata.getPromptTypes().contains(Prompt.Type.CREATE);
    }

    private URI callback(Provider provider) {
        return publicUrl.of("/_ganglion/sso/" + provider.id() + "/callback");
    }
}
