package dev.ganglion.sync.pusher;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.List;

/** Client-server API, "Push notifications", {@code /pushers}. */
@RestController
class PusherController {
    private final PusherRepository repository;
    private final PusherWriter writer;
    private final GatewayAddresses addresses;
    private final EmailOwners owners;

    PusherController(
            PusherRepository repository,
            PusherWriter writer,
            GatewayAddresses addresses,
            EmailOwners owners) {
        this.repository = repository;
        this.writer = writer;
        this.addresses = addresses;
        this.owners = owners;
    }

    @GetMapping("/_matrix/client/v3/pushers")
    Mono<JsonObject> list(Requester requester) {
        return repository
                .list(requester.userId())
                .collectList()
                .map(
                        pushers ->
                                JsonObject.builder()
                                        .put("pushers", new JsonArray(List.copyOf(pushers)))
                                        .build());
    }

    @PostMapping("/_matrix/client/v3/pushers/set")
    Mono<EmptyResponse> set(Requester requester, @RequestBody JsonObject body) {
        requester.mustNotBeGuest();
        Mono<Void> done =
                switch (PusherRequest.of(body, addresses)) {
                    case PusherRequest.Removal(PusherKey key) ->
                            repository.remove(requester.userId(), key);
                    case PusherRequest.Setting(PusherSettings settings) -> set(requester, settings);
                };
        return done.thenReturn(EmptyResponse.INSTANCE);
    }

    private Mono<Void> set(Requester requester, PusherSettings settings) {
        return switch (settings.kind()) {
            case HTTP -> writer.set(requester, settings);
            case EMAIL ->
                    owners.ownAddress(requester.userId(), settings.key().pushkey())
                            .flatMap(
                                    address ->
                                            writer.set(requester, settings.withPushkey(address)));
        };
    }
}
