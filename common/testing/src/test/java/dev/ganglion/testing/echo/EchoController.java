package dev.ganglion.testing.echo;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.identity.ServiceCaller;
import dev.ganglion.service.web.EmptyResponse;
import dev.ganglion.service.web.RawJson;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

@RestController
class EchoController {
    record Typed(
            String someName,
            Optional<Integer> limit,
            Optional<Boolean> isDirect,
            Optional<JsonObject> content,
            Optional<RoomId> roomId) {}

    private final DatabaseClient database;

    EchoController(DatabaseClient database) {
        this.database = database;
    }

    @GetMapping("/_test/whoami")
    Map<String, Object> whoami(Requester requester) {
        return Map.of(
                "user_id",
                requester.userId(),
                "device_id",
                requester.deviceId(),
                "is_admin",
                requester.isServerAdmin());
    }

    @GetMapping("/_test/admin")
    EmptyResponse admin(Requester requester) {
        requester.mustBeServerAdmin();
        return EmptyResponse.INSTANCE;
    }

    @GetMapping({"/_test/public", "/_test/half-public"})
    Map<String, Object> open(Optional<Requester> requester) {
        return Map.of("user_id", requester.map(Requester::userId));
    }

    @PutMapping("/_test/half-public")
    EmptyResponse closed(Requester requester) {
        return EmptyResponse.INSTANCE;
    }

    @GetMapping("/internal/caller")
    Map<String, String> caller(ServiceCaller caller) {
        caller.mustBe("room", "gateway");
        return Map.of("service", caller.service());
    }

    @PostMapping("/_test/typed")
    Typed typed(Requester requester, @RequestBody Typed body) {
        return body;
    }

    @PostMapping("/_test/object")
    JsonObject object(@RequestBody JsonObject body) {
        return body;
    }

    @PostMapping("/_test/raw")
    RawJson raw(@RequestBody RawJson body) {
        return body;
    }

    @GetMapping("/_test/rooms/{roomId}")
    Map<String, Object> room(@PathVariable RoomId roomId, @RequestParam int limit) {
        return Map.of("room_id", roomId, "limit", limit);
    }

    @GetMapping("/_test/segment/{text}")
    Map<String, Object> segment(@PathVariable String text) {
        return Map.of("text", text);
    }

    @PutMapping("/_test/note")
    Mono<EmptyResponse> note(@RequestParam String text) {
        return database.sql("insert into note (body) values (:body)")
                .bind("body", text)
                .then()
                .thenReturn(EmptyResponse.INSTANCE);
    }

    @GetMapping("/_test/bug")
    Mono<EmptyResponse> bug() {
        return Mono.error(new IllegalStateException("secret detail of ours"));
    }

    @GetMapping("/_test/limited")
    EmptyResponse limited() {
        throw MatrixException.limitExceeded(Duration.ofMillis(1_500));
    }

    @GetMapping("/_test/slow-statement")
    Mono<EmptyResponse> slowStatement() {
        return database.sql("select pg_sleep(30)").then().thenReturn(EmptyResponse.INSTANCE);
    }
}
