package dev.ganglion.auth.oauth;

import com.nimbusds.oauth2.sdk.OAuth2Error;

import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

/** Client-server API, "Device authorization grant" (RFC 8628, 3.1): a device begins to wait. */
@OAuthEndpoints
class DeviceAuthorizationController {
    private static final int MAX_TRIES = 3;

    private final Clients clients;
    private final DeviceGrants grants;
    private final Secrets secrets;
    private final OAuthServer server;
    private final OAuthProperties properties;

    DeviceAuthorizationController(
            Clients clients,
            DeviceGrants grants,
            Secrets secrets,
            OAuthServer server,
            OAuthProperties properties) {
        this.clients = clients;
        this.grants = grants;
        this.secrets = secrets;
        this.server = server;
        this.properties = properties;
    }

    record Waiting(
            String deviceCode,
            String userCode,
            String verificationUri,
            String verificationUriComplete,
            long expiresIn,
            int interval) {
        /** Without the codes, which must not get into a log. */
        @Override
        public String toString() {
            return "Waiting";
        }
    }

    @PostMapping(OAuthServer.ROOT + "device_authorization")
    Mono<ResponseEntity<Waiting>> begin(ServerWebExchange exchange) {
        return Parameters.posted(exchange)
                .flatMap(
                        parameters ->
                                clients.get(parameters.get("client_id"))
                                        .flatMap(client -> begun(client, parameters)))
                .map(
                        waiting ->
                                ResponseEntity.ok()
                                        .cacheControl(CacheControl.noStore())
                                        .body(waiting));
    }

    private Mono<Waiting> begun(Client client, Parameters parameters) {
        if (!client.mayUse(GrantTypes.DEVICE)) {
            return Mono.error(OAuthException.of(OAuth2Error.UNAUTHORIZED_CLIENT));
        }
        MatrixScope scope =
                parameters
                        .find("scope")
                        .flatMap(MatrixScope::parse)
                        .orElseThrow(() -> OAuthException.of(MatrixScope.REFUSAL));
        return clients.touch(client)
                .then(Mono.defer(() -> inserted(client, scope)))
                .repeatWhenEmpty(MAX_TRIES, tries -> tries)
                .switchIfEmpty(
                        Mono.error(() -> OAuthException.of(OAuth2Error.TEMPORARILY_UNAVAILABLE)));
    }

    /** Empty when the user code happens to be another device's. */
    private Mono<Waiting> inserted(Client client, MatrixScope scope) {
        String deviceCode = secrets.deviceCode();
        UserCode userCode = secrets.userCode();
        return grants.insert(deviceCode, userCode, client, scope)
                .map(_ -> waiting(deviceCode, userCode));
    }

    private Waiting waiting(String deviceCode, UserCode userCode) {
        String page = server.endpoint("device").toString();
        return new Waiting(
                deviceCode,
                userCode.shown(),
                page,
                page + "?user_code=" + userCode.shown(),
                properties.deviceCodeLifetime().toSeconds(),
                DeviceGrants.INTERVAL_SECONDS);
    }
}
