package dev.ganglion.service.identity;

import com.nimbusds.jwt.JWTClaimsSet;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.security.oauth2.jwt.Jwt;

import java.util.Optional;

/** What a user's internal token says. */
final class TokenClaims {
    /** The audience of users' tokens: all services. */
    static final String USER_AUDIENCE = "ganglion";

    /** The only service that may speak for users. */
    static final String USER_ISSUER = "auth";

    private static final String DEVICE = "device_id";
    private static final String ADMIN = "is_admin";
    private static final String GUEST = "is_guest";
    private static final String TOKEN_HASH = "token_hash";
    private static final String APPLICATION_SERVICE = "application_service";
    private static final String STANDING = "standing";

    private TokenClaims() {}

    static JWTClaimsSet.Builder of(Requester requester) {
        var claims = new JWTClaimsSet.Builder().subject(requester.userId().value());
        requester.deviceId().ifPresent(device -> claims.claim(DEVICE, device.value()));
        requester.tokenHash().ifPresent(hash -> claims.claim(TOKEN_HASH, hash));
        requester.applicationService().ifPresent(id -> claims.claim(APPLICATION_SERVICE, id));
        if (requester.standing() != Standing.GOOD) {
            claims.claim(STANDING, requester.standing().name());
        }
        return claims.claim(ADMIN, requester.isServerAdmin()).claim(GUEST, requester.isGuest());
    }

    static Requester requester(Jwt token) {
        return new Requester(
                UserId.parse(String.valueOf(token.getSubject())),
                Optional.ofNullable(token.getClaimAsString(DEVICE)).map(DeviceId::parse),
                Boolean.TRUE.equals(token.getClaimAsBoolean(ADMIN)),
                Boolean.TRUE.equals(token.getClaimAsBoolean(GUEST)),
                Optional.ofNullable(token.getClaimAsString(TOKEN_HASH)),
                Optional.ofNullable(token.getClaimAsString(APPLICATION_SERVICE)),
                Optional.ofNullable(token.getClaimAsString(STANDING))
                        .map(Standing::valueOf)
                        .orElse(Standing.GOOD));
    }
}
