package dev.ganglion.auth.registrationtoken;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonNull;
import dev.ganglion.protocol.json.JsonNumber;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;

import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The administration of registration tokens, as Synapse's admin API has it. */
@RestController
class RegistrationTokenAdminController {
    private static final String PATH = "/_synapse/admin/v1/registration_tokens";

    private final RegistrationTokens tokens;
    private final TokenNames names;
    private final Clock clock;

    RegistrationTokenAdminController(RegistrationTokens tokens, TokenNames names, Clock clock) {
        this.tokens = tokens;
        this.names = names;
        this.clock = clock;
    }

    @GetMapping(PATH)
    Mono<JsonObject> list(Requester requester, @RequestParam Optional<Boolean> valid) {
        requester.mustBeServerAdmin();
        Instant now = clock.instant();
        return tokens.list()
                .filter(token -> valid.filter(wanted -> wanted != token.isValidAt(now)).isEmpty())
                .map(RegistrationToken::json)
                .collectList()
                .map(found -> new JsonArray(List.copyOf(found)))
                .map(found -> JsonObject.EMPTY.with("registration_tokens", found));
    }

    @GetMapping(PATH + "/{token}")
    Mono<JsonObject> get(Requester requester, @PathVariable String token) {
        requester.mustBeServerAdmin();
        return tokens.find(token)
                .map(RegistrationToken::json)
                .switchIfEmpty(Mono.error(RegistrationTokenAdminController::unknown));
    }

    @PostMapping(PATH + "/new")
    Mono<JsonObject> create(Requester requester, @RequestBody JsonObject request) {
        requester.mustBeServerAdmin();
        TokenLimits limits = TokenLimits.of(request, clock.instant());
        return tokens.create(name(request), limits)
                .map(RegistrationToken::json)
                .switchIfEmpty(
                        Mono.error(
                                () -> MatrixException.invalidParam("This token already exists")));
    }

    @PutMapping(PATH + "/{token}")
    Mono<JsonObject> update(
            Requester requester, @PathVariable String token, @RequestBody JsonObject request) {
        requester.mustBeServerAdmin();
        return tokens.find(token)
                .map(TokenLimits::of)
                .map(limits -> limits.changedBy(request, clock.instant()))
                .flatMap(limits -> tokens.update(token, limits))
                .map(RegistrationToken::json)
                .switchIfEmpty(Mono.error(RegistrationTokenAdminController::unknown));
    }

    @DeleteMapping(PATH + "/{token}")
    Mono<EmptyResponse> delete(Requester requester, @PathVariable String token) {
        requester.mustBeServerAdmin();
        return tokens.delete(token)
                .filter(Boolean::booleanValue)
                .switchIfEmpty(Mono.error(RegistrationTokenAdminController::unknown))
                .thenReturn(EmptyResponse.INSTANCE);
    }

    private String name(JsonObject request) {
        return switch (request.get("token").orElse(JsonNull.NULL)) {
            case JsonNull _ -> names.generated(length(request));
            case JsonString(String chosen) -> names.checked(chosen);
            default -> throw MatrixException.invalidParam("token must be a string");
        };
    }

    private static int length(JsonObject request) {
        return switch (request.get("length").orElse(JsonNull.NULL)) {
            case JsonNull _ -> TokenNames.DEFAULT_LENGTH;
            case JsonNumber(long length) when length >= 1 && length <= TokenNames.MAX_LENGTH ->
                    (int) length;
            default -> throw MatrixException.invalidParam("length must be an integer from 1 to 64");
        };
    }

    private static MatrixException unknown() {
        return MatrixException.notFound("There is no such registration token");
    }
}
