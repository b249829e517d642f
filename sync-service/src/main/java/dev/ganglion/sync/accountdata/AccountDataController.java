package dev.ganglion.sync.accountdata;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;
import dev.ganglion.service.web.RawJson;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Set;

/** Client-server API, "Client config". */
@RestController
class AccountDataController {
    /** Set through endpoints of their own. */
    private static final Set<String> PROTECTED = Set.of("m.fully_read", "m.push_rules");

    private final AccountData accountData;

    AccountDataController(AccountData accountData) {
        this.accountData = accountData;
    }

    @PutMapping("/_matrix/client/v3/user/{userId}/account_data/{type}")
    Mono<EmptyResponse> put(
            Requester requester,
            @PathVariable UserId userId,
            @PathVariable String type,
            @RequestBody RawJson content) {
        requester.mustBe(userId);
        return put(userId, AccountData.GLOBAL, type, content);
    }

    @PutMapping("/_matrix/client/v3/user/{userId}/rooms/{roomId}/account_data/{type}")
    Mono<EmptyResponse> putOfRoom(
            Requester requester,
            @PathVariable UserId userId,
            @PathVariable RoomId roomId,
            @PathVariable String type,
            @RequestBody RawJson content) {
        requester.mustBe(userId);
        return put(userId, roomId.value(), type, content);
    }

    @GetMapping("/_matrix/client/v3/user/{userId}/account_data/{type}")
    Mono<RawJson> get(Requester requester, @PathVariable UserId userId, @PathVariable String type) {
        requester.mustBe(userId);
        return get(userId, AccountData.GLOBAL, type);
    }

    @GetMapping("/_matrix/client/v3/user/{userId}/rooms/{roomId}/account_data/{type}")
    Mono<RawJson> getOfRoom(
            Requester requester,
            @PathVariable UserId userId,
            @PathVariable RoomId roomId,
            @PathVariable String type) {
        requester.mustBe(userId);
        return get(userId, roomId.value(), type);
    }

    private Mono<EmptyResponse> put(UserId user, String roomId, String type, RawJson content) {
        if (PROTECTED.contains(type)) {
            throw MatrixException.of(
                    405, ErrorCode.BAD_JSON, type + " cannot be set through this endpoint");
        }
        return accountData
                .put(user, roomId, type, content.bytes())
                .thenReturn(EmptyResponse.INSTANCE);
    }

    private Mono<RawJson> get(UserId user, String roomId, String type) {
        return accountData
                .find(user, roomId, type)
                .map(RawJson::ofTrusted)
                .switchIfEmpty(
                        Mono.error(
                                () -> MatrixException.notFound("There is no such account data")));
    }
}
