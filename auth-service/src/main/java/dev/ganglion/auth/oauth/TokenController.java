package dev.ganglion.auth.oauth;

import com.nimbusds.oauth2.sdk.OAuth2Error;

import dev.ganglion.auth.token.ClientSessions;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Client-server API, "Authorization code grant", "Refresh token grant", "Device grant". */
@OAuthEndpoints
class TokenController {
    private final Clients clients;
    private final CodeExchange codes;
    private final DeviceCodeExchange deviceCodes;
    private final ClientSessions sessions;

    TokenController(
            Clients clients,
            CodeExchange codes,
            DeviceCodeExchange deviceCodes,
            ClientSessions sessions) {
        this.clients = clients;
        this.codes = codes;
        this.deviceCodes = deviceCodes;
        this.sessions = sessions;
    }

    @PostMapping(OAuthServer.ROOT + "token")
    Mono<ResponseEntity<TokenResponse>> token(ServerWebExchange exchange) {
        return Parameters.posted(exchange)
                .flatMap(
                        parameters ->
                                clients.get(parameters.get("client_id"))
                                        .flatMap(client -> granted(client, parameters)))
                .map(TokenResponse::answer);
    }

    private Mono<TokenResponse> granted(Client client, Parameters parameters) {
        String type = parameters.get("grant_type");
        if (!GrantTypes.ALL.contains(type)) {
            return Mono.error(OAuthException.of(OAuth2Error.UNSUPPORTED_GRANT_TYPE));
        }
        // A device's client needs to refresh as well, whether it has said so or not.
        if (!client.mayUse(type) && !type.equals(GrantTypes.REFRESH)) {
            return Mono.error(OAuthException.of(OAuth2Error.UNAUTHORIZED_CLIENT));
        }
        return switch (type) {
            case GrantTypes.CODE -> codes.exchange(client, parameters);
            case GrantTypes.DEVICE -> deviceCodes.exchange(client, parameters);
            default -> refreshed(client, parameters);
        };
    }

    private Mono<TokenResponse> refreshed(Client client, Parameters parameters) {
        Optional<MatrixScope> scope = parameters.find("scope").map(TokenController::scope);
        String token = parameters.get("refresh_token");
        return clients.touch(client)
                .then(Mono.defer(() -> requireSame(scope, token)))
                .then(Mono.defer(() -> sessions.refresh(token, client.id())))
                .onErrorMap(TokenController::isUnknownToken, _ -> OAuthException.invalidGrant())
                .onErrorMap(
                        TokenController::isLocked,
                        _ -> OAuthException.of(OAuth2Error.ACCESS_DENIED, "This account is locked"))
                .map(session -> TokenResponse.of(session, scope.map(MatrixScope::text)));
    }

    private static MatrixScope scope(String text) {
        return MatrixScope.parse(text).orElseThrow(() -> OAuthException.of(MatrixScope.REFUSAL));
    }

    /** Before the tokens are replaced: a client that is refused never hears of the new ones. */
    private Mono<Void> requireSame(Optional<MatrixScope> scope, String token) {
        return Mono.justOrEmpty(scope)
                .flatMap(
                        asked ->
                                sessions.find(token)
                                        .filter(
                                                owned ->
                                                        !owned.deviceId().equals(asked.deviceId())))
                .flatMap(_ -> Mono.error(OAuthException.of(MatrixScope.REFUSAL)));
    }

    private static boolean isUnknownToken(Throwable failure) {
        return failure instanceof MatrixException refusal
                && refusal.errorCode() == ErrorCode.UNKNOWN_TOKEN;
    }

    private static boolean isLocked(Throwable failure) {
        return failure instanceof MatrixException refusal
                && refusal.errorCode() == ErrorCode.USER_LOCKED;
    }
}
