package dev.ganglion.room.profile;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.room.account.AccountLookup;
import dev.ganglion.room.erasure.UserErasure;
import dev.ganglion.room.moderation.ModerationGate;
import dev.ganglion.room.userdirectory.UserDirectory;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;

import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/** Client-server API, "Profiles". Reading needs no access token, unless the operator says so. */
@RestController
class ProfileController {
    private final ProfileRepository repository;
    private final ProfileWriter writer;
    private final ProfileLookup lookup;
    private final AccountLookup accounts;
    private final ModerationGate moderation;
    private final UserDirectory userDirectory;
    private final UserErasure erasure;

    ProfileController(
            ProfileRepository repository,
            ProfileWriter writer,
            ProfileLookup lookup,
            AccountLookup accounts,
            ModerationGate moderation,
            UserDirectory userDirectory,
            UserErasure erasure) {
        this.repository = repository;
        this.writer = writer;
        this.lookup = lookup;
        this.accounts = accounts;
        this.moderation = moderation;
        this.userDirectory = userDirectory;
        this.erasure = erasure;
    }

    @GetMapping("/_matrix/client/v3/profile/{userId}")
    Mono<JsonObject> get(Optional<Requester> requester, @PathVariable UserId userId) {
        return lookup.mustBeAllowed(requester, userId)
                .then(repository.find(userId))
                .flatMap(
                        profile ->
                                profile.isEmpty()
                                        ? mustHaveOne(userId).thenReturn(profile)
                                        : Mono.just(profile));
    }

    /** Whoever has set nothing has an empty one. */
    private Mono<Void> mustHaveOne(UserId userId) {
        return erasure.isErased(userId)
                .flatMap(
                        isErased ->
                                isErased
                                        ? Mono.error(
                                                () ->
                                                        MatrixException.notFound(
                                                                "There is no profile of " + userId))
                                        : accounts.mustExist(userId));
    }

    @GetMapping("/_matrix/client/v3/profile/{userId}/{field}")
    Mono<JsonObject> getField(
            Optional<Requester> requester,
            @PathVariable UserId userId,
            @PathVariable String field) {
        return get(requester, userId)
                .filter(profile -> profile.has(field))
                .map(profile -> profile.keeping(List.of(field)))
                .switchIfEmpty(
                        Mono.error(() -> MatrixException.notFound("The profile has no " + field)));
    }

    /** Rooms are told in the background. An empty name or avatar is none. */
    @PutMapping("/_matrix/client/v3/profile/{userId}/{field}")
    Mono<EmptyResponse> putField(
            Requester requester,
            @PathVariable UserId userId,
            @PathVariable String field,
            @RequestBody JsonObject body) {
        requester.mustBe(userId);
        FieldRules.requireName(field);
        JsonValue value = body.get(field).orElseThrow(() -> MatrixException.missingParam(field));
        FieldRules.requireValue(field, value);
        Mono<Void> change =
                Profiles.isNone(field, value)
                        ? writer.delete(userId, field)
                        : mustBeAllowed(userId, field, body).then(writer.put(userId, field, value));
        return change.then(listed(userId, field)).thenReturn(EmptyResponse.INSTANCE);
    }

    @DeleteMapping("/_matrix/client/v3/profile/{userId}/{field}")
    Mono<EmptyResponse> deleteField(
            Requester requester, @PathVariable UserId userId, @PathVariable String field) {
        requester.mustBe(userId);
        FieldRules.requireName(field);
        return writer.delete(userId, field)
                .then(listed(userId, field))
                .thenReturn(EmptyResponse.INSTANCE);
    }

    private Mono<Void> listed(UserId userId, String field) {
        return Profiles.isInMemberEvents(field) ? userDirectory.refresh(userId) : Mono.empty();
    }

    /** A display name is said in every room of the user, though not as an event of any. */
    private Mono<Void> mustBeAllowed(UserId userId, String field, JsonObject body) {
        return field.equals(Profiles.DISPLAYNAME)
                ? moderation.mustAllow(userId, EventTypes.MEMBER, body.keeping(List.of(field)))
                : Mono.empty();
    }
}
