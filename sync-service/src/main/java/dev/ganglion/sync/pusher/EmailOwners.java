package dev.ganglion.sync.pusher;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.client.InternalClients;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.publisher.Mono;

/** Asks auth-service whose an email address is. */
@Component
class EmailOwners {
    private final WebClient auth;
    private final PusherProperties properties;

    EmailOwners(InternalClients clients, PusherProperties properties) {
        this.auth = clients.of("auth");
        this.properties = properties;
    }

    private record Address(String address) {}

    /**
     * The address as it is compared. {@code M_THREEPID_NOT_FOUND} when it is not the user's, which
     * tells nobody whether it is somebody else's; {@code M_INVALID_PARAM} where no mail is sent.
     */
    Mono<String> ownAddress(UserId user, String address) {
        if (!properties.email()) {
            return Mono.error(
                    MatrixException.invalidParam(
                            "There are no pushers of the kind email on this server"));
        }
        return auth.post()
                .uri("/internal/users/{userId}/digest/address", user.value())
                .bodyValue(new Address(address))
                .retrieve()
                .bodyToMono(Address.class)
                .map(Address::address);
    }
}
