package dev.ganglion.room.profile;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.identifier.MxcUri;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.room.moderation.ModerationGate;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;

import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Client-server API, "Profiles". Reading needs no access token. */
@RestController
class ProfileController {
    private static final int MAX_FIELD_BYTES = 255;
    private static final int MAX_DISPLAYNAME_LENGTH = 256;

    private final ProfileRepository repository;
    private final ProfileWriter writer;
    private final ProfilePropagation propagation;
    private final AccountLookup accounts;
    private final ModerationGate moderation;

    ProfileController(
            ProfileRepository repository,
            ProfileWriter writer,
            ProfilePropagation propagation,
            AccountLookup accounts,
            ModerationGate moderation) {
        this.repository = repository;
        this.writer = writer;
        this.propagation = propagation;
        this.accounts = accounts;
        this.moderation = moderation;
    }

    @GetMapping("/_matrix/client/v3/profile/{userId}")
    Mono<JsonObject> get(@PathVariable UserId userId) {
        return repository
                .find(userId)
                .flatMap(
                        profile ->
                                profile.isEmpty()
                                        ? accounts.mustExist(userId).thenReturn(profile)
                                        : Mono.just(profile));
    }

    @GetMapping("/_matrix/client/v3/profile/{userId}/{field}")
    Mono<JsonObject> getField(@PathVariable UserId userId, @PathVariable String field) {
        return get(userId)
                .filter(profile -> profile.has(field))
                .map(profile -> profile.keeping(List.of(field)))
                .switchIfEmpty(
                        Mono.error(() -> MatrixException.notFound("The profile has no " + field)));
    }

    @PutMapping("/_matrix/client/v3/profile/{userId}/{field}")
    Mono<EmptyResponse> putField(
            Requester requester,
            @PathVariable UserId userId,
            @PathVariable String field,
            @RequestBody JsonObject body) {
        requester.mustBe(userId);
        JsonValue value = body.get(field).orElseThrow(() -> MatrixException.missingParam(field));
        requireValid(field, value);
        return mustBeAllowed(userId, field, body)
                .then(writer.put(userId, field, value))
                .then(propagated(userId, field))
                .thenReturn(EmptyResponse.INSTANCE);
    }

    @DeleteMapping("/_matrix/client/v3/profile/{userId}/{field}")
    Mono<EmptyResponse> deleteField(
            Requester requester, @PathVariable UserId userId, @PathVariable String field) {
        requester.mustBe(userId);
        return repository
                .delete(userId, field)
                .then(propagated(userId, field))
                .thenReturn(EmptyResponse.INSTANCE);
    }

    /** A display name is said in every room of the user, though not as an event of any. */
    private Mono<Void> mustBeAllowed(UserId userId, String field, JsonObject body) {
        return field.equals(Profiles.DISPLAYNAME)
                ? moderation.mustAllow(userId, EventTypes.MEMBER, body.keeping(List.of(field)))
                : Mono.empty();
    }

    private Mono<Void> propagated(UserId userId, String field) {
        return isInMemberEvents(field) ? propagation.propagate(userId, field) : Mono.empty();
    }

    private static boolean isInMemberEvents(String field) {
        return field.equals(Profiles.DISPLAYNAME) || field.equals(Profiles.AVATAR_URL);
    }

    private static void requireValid(String field, JsonValue value) {
        if (field.getBytes(StandardCharsets.UTF_8).length > MAX_FIELD_BYTES) {
            throw MatrixException.of(
                    400, ErrorCode.KEY_TOO_LARGE, "A profile field's name has at most 255 bytes");
        }
        if (field.indexOf('\0') >= 0) {
            throw MatrixException.invalidParam("A profile field's name has no NUL");
        }
        if (field.equals(Profiles.DISPLAYNAME)
                && !(value instanceof JsonString(String name)
                        && name.length() <= MAX_DISPLAYNAME_LENGTH)) {
            throw MatrixException.badJson(
                    "displayname is a string of at most " + MAX_DISPLAYNAME_LENGTH);
        }
        if (field.equals(Profiles.AVATAR_URL)
                && !(value instanceof JsonString(String url)
                        && (url.isEmpty() || MxcUri.tryParse(url).isPresent()))) {
            throw MatrixException.badJson("avatar_url is an mxc URI");
        }
    }
}
