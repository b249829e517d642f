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

    /** Completes when every joined room has the new membership event, or has refused it. */
    Mono<Void> propagate(UserId user, JsonObject memberFields) {
        return repository
                .listJoinedRooms(user)
                .flatMap(room -> update(RoomId.parse(room), user, memberFields), ROOMS_AT_ONCE)
                .then();
    }

    private Mono<Void> update(RoomId room, UserId user, JsonObject fields) {
        StateKeyTuple member = StateKeyTuple.member(user);
        return writer.submit(
                        Proposal.deciding(room, Set.of(member), view -> decide(view, user, fields)))
                // A room may forbid what others allow, or be left meanwhile: the profile itself has
                // changed all the same.
                .onErrorResume(
                        MatrixException.class,
                        refusal -> refusal.status() < 500 ? Mono.empty() : Mono.error(refusal))
                .then();
    }

    private static List<EventDraft> decide(RoomView view, UserId user, JsonObject fields) {
        Optional<JsonObject> current =
                view.get(StateKeyTuple.member(user))
                        .filter(event -> Membership.of(event).equals(Optional.of(Membership.JOIN)))
                        .map(PduEvent::content);
        return current.map(content -> renewed(content, fields))
                .filter(content -> !content.equals(current.orElseThrow()))
                .map(
                        content ->
                                List.of(
                                        EventDraft.state(
                                                user, EventTypes.MEMBER, user.value(), content)))
                .orElse(List.of());
    }

    private static JsonObject renewed(JsonObject content, JsonObject fields) {
        JsonObject.Builder renewed =
                content
                        .without(
                                Profiles.DISPLAYNAME,
                                Profiles.AVATAR_URL,
                                "join_authorised_via_users_server")
                        .toBuilder();
        fields.entries().forEach(renewed::put);
        return renewed.build();
    }
}
