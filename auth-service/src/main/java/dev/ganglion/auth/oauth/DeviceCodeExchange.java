package dev.ganglion.auth.oauth;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationGrantError;

import dev.ganglion.auth.oauth.DeviceGrants.Approval;
import dev.ganglion.auth.oauth.DeviceGrants.Polled;
import dev.ganglion.service.database.Uninterrupted;
import dev.ganglion.service.identity.TokenHash;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** RFC 8628, 3.4: a device asks again and again whether its user has said yes. */
@Service
class DeviceCodeExchange {
    private final DeviceGrants grants;
    private final DeviceSignIn devices;

    DeviceCodeExchange(DeviceGrants grants, DeviceSignIn devices) {
        this.grants = grants;
        this.devices = devices;
    }

    Mono<TokenResponse> exchange(Client client, Parameters parameters) {
        TokenHash code = TokenHash.of(parameters.get("device_code"));
        return grants.poll(code)
                .filter(polled -> polled.clientId().equals(client.id()))
                .switchIfEmpty(Mono.error(OAuthException::invalidGrant))
                .flatMap(polled -> answered(client, code, polled))
                .as(Uninterrupted::work);
    }

    private Mono<TokenResponse> answered(Client client, TokenHash code, Polled polled) {
        Optional<ErrorObject> problem = problem(polled);
        if (problem.isPresent()) {
            return Mono.error(OAuthException.of(problem.get()));
        }
        return Mono.justOrEmpty(polled.approval())
                .switchIfEmpty(Mono.error(OAuthException::invalidGrant))
                .flatMap(approval -> started(client, polled.scope(), approval, grants.take(code)));
    }

    private Mono<TokenResponse> started(
            Client client, MatrixScope scope, Approval approval, Mono<Boolean> ticket) {
        return devices.start(
                        client,
                        approval.userId(),
                        approval.passwordVersion(),
                        approval.origin(),
                        scope,
                        ticket)
                .map(session -> TokenResponse.of(session, scope.text()));
    }

    private static Optional<ErrorObject> problem(Polled polled) {
        if (polled.isExpired()) {
            return Optional.of(DeviceAuthorizationGrantError.EXPIRED_TOKEN);
        }
        if (polled.isDenied()) {
            return Optional.of(OAuth2Error.ACCESS_DENIED.setHTTPStatusCode(400));
        }
        if (polled.approval().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                polled.isTooSoon()
                        ? DeviceAuthorizationGrantError.SLOW_DOWN
                        : DeviceAuthorizationGrantError.AUTHORIZATION_PENDING);
    }
}
