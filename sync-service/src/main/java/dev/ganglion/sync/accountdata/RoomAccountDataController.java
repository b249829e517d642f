package dev.ganglion.sync.accountdata;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.ServiceCaller;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.json.JsonBytes;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.List;

/** What a user keeps for a room, for the service that shows a room all at once. */
@RestController
class RoomAccountDataController {
    private final AccountDataRepository repository;

    RoomAccountDataController(AccountDataRepository repository) {
        this.repository = repository;
    }

    /** A list of events, as the member {@code account_data} of a client's answer. */
    @GetMapping("/internal/users/{userId}/rooms/{roomId}/account_data")
    Mono<RawJson> list(
            ServiceCaller caller, @PathVariable UserId userId, @PathVariable RoomId roomId) {
        caller.mustBe("room");
        return repository
                .ofRoom(userId, roomId.value())
                .map(RoomAccountDataController::written)
                .map(RawJson::ofTrusted);
    }

    private static byte[] written(List<AccountDatum> data) {
        JsonBytes out = new JsonBytes().beginArray();
        data.forEach(datum -> datum.write(out));
        return out.endArray().toBytes();
    }
}
