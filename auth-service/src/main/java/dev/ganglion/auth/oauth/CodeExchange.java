package dev.ganglion.auth.oauth;

import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;

import dev.ganglion.auth.oauth.Codes.Grant;
import dev.ganglion.auth.token.ClientSessions;
import dev.ganglion.auth.token.Session;
import dev.ganglion.service.database.Uninterrupted;
import dev.ganglion.service.identity.TokenHash;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.regex.Pattern;

/**
 * Exchanges a code for tokens, once. A code that comes back was stolen on its way, by whoever was
 * first or second: what was issued for it ends. The order holds both ways: whoever comes back marks
 * the code before ending the session, and who is first looks at the mark after starting it. So it
 * is with a provider that ends its session, which deletes the code.
 */
@Service
class CodeExchange {
    private static final Logger log = LoggerFactory.getLogger(CodeExchange.class);
    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

    private final Codes codes;
    private final DeviceSignIn devices;
    private final ClientSessions sessions;
    private final Clock clock;

    CodeExchange(Codes codes, DeviceSignIn devices, ClientSessions sessions, Clock clock) {
        this.codes = codes;
        this.devices = devices;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** Fails with {@code invalid_grant} unless everything fits. */
    Mono<TokenResponse> exchange(Client client, Parameters parameters) {
        TokenHash code = TokenHash.of(parameters.get("code"));
        String redirectUri = parameters.get("redirect_uri");
        String verifier = parameters.get("code_verifier");
        return codes.use(code)
                .switchIfEmpty(Mono.defer(() -> cameBack(code)))
                .filter(grant -> fits(grant, client, redirectUri, verifier))
                .switchIfEmpty(Mono.error(OAuthException::invalidGrant))
                .flatMap(grant -> started(client, grant))
                .as(Uninterrupted::work);
    }

    private Mono<TokenResponse> started(Client client, Grant grant) {
        return devices.start(
                        client,
                        grant.userId(),
                        grant.passwordVersion(),
                        grant.origin(),
                        grant.scope(),
                        Mono.just(true))
                .flatMap(session -> codes.forgetOthers(grant).thenReturn(session))
                .flatMap(session -> kept(session, grant))
                .map(session -> TokenResponse.of(session, grant.scope().text()));
    }

    private Mono<Session> kept(Session session, Grant grant) {
        return codes.isRevoked(grant.code())
                .flatMap(
                        isRevoked ->
                                isRevoked
                                        ? end(grant).then(Mono.error(OAuthException.invalidGrant()))
                                        : Mono.just(session));
    }

    private Mono<Grant> cameBack(TokenHash code) {
        return codes.revoke(code)
                .doOnNext(
                        grant ->
                                log.warn(
                                        "A code of {} on {} came back: the session must log in"
                                                + " again",
                                        grant.userId(),
                                        grant.scope().deviceId()))
                .flatMap(grant -> end(grant).then(Mono.empty()));
    }

    private Mono<Void> end(Grant grant) {
        return sessions.end(
                new ClientSessions.Owned(
                        grant.userId(), grant.scope().deviceId(), grant.clientId()));
    }

    private boolean fits(Grant grant, Client client, String redirectUri, String verifier) {
        return clock.instant().isBefore(grant.expiresAt())
                && grant.clientId().equals(client.id())
                && grant.redirectUri().equals(redirectUri)
                && VERIFIER.matcher(verifier).matches()
                && MessageDigest.isEqual(bytes(challenge(verifier)), bytes(grant.codeChallenge()));
    }

    private static String challenge(String verifier) {
        return CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(verifier))
                .getValue();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
