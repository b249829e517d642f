package dev.ganglion.room.profile;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.head.RoomView;
import dev.ganglion.room.persist.Proposal;
import dev.ganglion.room.persist.RoomWriter;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Carries a changed display name or avatar into the user's membership events. */
@Component
class ProfilePropagation {
    private static final int ROOMS_AT_ONCE = 8;

    private final ProfileRepository repository;
    private final RoomWriter writer;

    ProfilePropagation(ProfileRepository repository, RoomWriter writer) {
        this.repository = repository;
        this.writer = writer;
    }

    /**
     * Completes when every joined room has the field as the profile has it, or has refused it. The
     * other field is left alone: its own change may be on its way at the same time. Two changes of
     * one field may reach a room in either order, so each looks at the profile once more when it is
     * done, and carries on when it is no longer the last.
     */
    Mono<Void> propagate(UserId user, String field) {
        return find(user, field)
                .flatMap(
                        told ->
                                tell(user, field, told)
                                        .then(find(user, field))
                                        .filter(now -> !now.equals(told)))
                .flatMap(_ -> propagate(user, field));
    }

    private Mono<JsonObject> find(UserId user, String field) {
        return repository.find(user).map(profile -> profile.keeping(List.of(field)));
    }

    private Mono<Void> tell(UserId user, String field, JsonObject value) {
        return repository
                .listJoinedRooms(user)
                .flatMap(room -> update(RoomId.parse(room), user, field, value), ROOMS_AT_ONCE)
                .then();
    }

    private Mono<Void> update(RoomId room, UserId user, String field, JsonObject value) {
        StateKeyTuple member = StateKeyTuple.member(user);
        return writer.submit(
                        Proposal.deciding(
                                room, Set.of(member), view -> decide(view, user, field, value)))
                // A room may forbid what others allow, or be left meanwhile: the profile itself has
                // changed all the same.
                .onErrorResume(
                        MatrixException.class,
                        refusal -> refusal.status() < 500 ? Mono.empty() : Mono.error(refusal))
                .then();
    }

    private static List<EventDraft> decide(
            RoomView view, UserId user, String field, JsonObject value) {
        Optional<JsonObject> current =
                view.get(StateKeyTuple.member(user))
                        .filter(event -> Membership.of(event).equals(Optional.of(Membership.JOIN)))
                        .map(PduEvent::content);
        return current.map(content -> renewed(content, field, value))
                .filter(content -> !content.equals(current.orElseThrow()))
                .map(
                        content ->
                                List.of(
                                        EventDraft.state(
                                                user, EventTypes.MEMBER, user.value(), content)))
                .orElse(List.of());
    }

    private static JsonObject renewed(JsonObject content, String field, JsonObject value) {
        JsonObject.Builder renewed =
                content.without(field, "join_authorised_via_users_server").toBuilder();
        value.entries().forEach(renewed::put);
        return renewed.build();
    }
}
