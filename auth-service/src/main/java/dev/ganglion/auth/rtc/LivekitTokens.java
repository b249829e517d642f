package dev.ganglion.auth.rtc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;

/** Signs LiveKit's access tokens: JWTs of the one key that LiveKit and this service share. */
final class LivekitTokens {
    private static final Duration FOR_OURSELVES = Duration.ofMinutes(1);

    private final MediaServer server;
    private final Duration lifetime;
    private final Clock clock;
    private final MACSigner signer;

    LivekitTokens(MediaServer server, Duration lifetime, Clock clock) {
        this.server = server;
        this.lifetime = lifetime;
        this.clock = clock;
        try {
            this.signer = new MACSigner(server.secret().getBytes(StandardCharsets.UTF_8));
        } catch (JOSEException e) {
            throw new IllegalStateException("The secret was checked to be long enough", e);
        }
    }

    /**
     * Lets a participant into one room. Never with {@code roomCreate}, which would let them delete
     * everybody's rooms.
     */
    String toJoin(Participant participant) {
        Map<String, Object> grant =
                Map.of(
                        "room", participant.room(),
                        "roomJoin", true,
                        "roomCreate", false,
                        "canPublish", true,
                        "canSubscribe", true,
                        "canUpdateOwnMetadata", false);
        return sign(
                new JWTClaimsSet.Builder().subject(participant.identity()).claim("video", grant),
                lifetime);
    }

    /** For this service alone. */
    String toCreateRooms() {
        return sign(
                new JWTClaimsSet.Builder().claim("video", Map.of("roomCreate", true)),
                FOR_OURSELVES);
    }

    private String sign(JWTClaimsSet.Builder claims, Duration validity) {
        Instant now = clock.instant();
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader(JWSAlgorithm.HS256),
                        claims.issuer(server.key())
                                .notBeforeTime(Date.from(now))
                                .expirationTime(Date.from(now.plus(validity)))
                                .build());
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("A token cannot be signed", e);
        }
        return token.serialize();
    }
}
