package dev.ganglion.auth.identityprovider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.io.IOException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Understands a provider that says a session has ended. OpenID Connect Back-Channel Logout 1.0. */
@Service
public class Logouts {
    /** For how long a logout token is good, and so for how long used ones must be remembered. */
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    private static final Duration SKEW = Duration.ofMinutes(1);

    private final Connections connections;
    private final ProviderCalls calls;
    private final Clock clock;

    Logouts(Connections connections, ProviderCalls calls, Clock clock) {
        this.connections = connections;
        this.calls = calls;
        this.clock = clock;
    }

    /**
     * What has ended: a session, or all of a subject's where there is none.
     *
     * @param tokenId by which a token that comes twice is known
     */
    public record Ended(Optional<String> subject, Optional<String> session, String tokenId) {}

    /** Fails with a status 401 when the token is not genuine. */
    public Mono<Ended> read(Provider provider, String logoutToken) {
        return calls.patientCall(provider, () -> ended(provider, logoutToken));
    }

    private Ended ended(Provider provider, String logoutToken)
            throws IOException, GeneralException, BadJOSEException, JOSEException {
        LogoutTokenClaimsSet claims;
        try {
            claims =
                    connections.get(provider).logoutTokens().validate(JWTParser.parse(logoutToken));
        } catch (ParseException e) {
            throw new BadJWTException("No token at all", e);
        }
        requireFresh(claims.getIssueTime().toInstant());
        return new Ended(
                Optional.ofNullable(claims.getSubject()).map(subject -> subject.getValue()),
                Optional.ofNullable(claims.getSessionID()).map(id -> id.getValue()),
                claims.getJWTID().getValue());
    }

    private void requireFresh(Instant issuedAt) throws BadJWTException {
        Instant now = clock.instant();
        if (issuedAt.isBefore(now.minus(LIFETIME).plus(SKEW)) || issuedAt.isAfter(now.plus(SKEW))) {
            throw new BadJWTException("Issued too long ago, or in the future");
        }
    }
}
