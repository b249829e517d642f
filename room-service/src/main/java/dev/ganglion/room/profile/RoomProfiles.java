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

/** Writes a profile field into the user's membership event of a room. */
@Component
class RoomProfiles {
    private final RoomWriter writer;

    RoomProfiles(RoomWriter writer) {
        this.writer = writer;
    }

    /**
     * Completes when the room has the field, or has refused it: a room may forbid what others
     * allow, or be left meanwhile. The other field is left alone.
     *
     * @param value the field with its value; empty when the user has taken it away
     */
    Mono<Void> tell(RoomId room, UserId user, String field, JsonObject value) {
        StateKeyTuple member = StateKeyTuple.member(user);
        return writer.submit(
                        Proposal.deciding(
                                room, Set.of(member), view -> decide(view, user, field, value)))
                .onErrorComplete(MatrixException::isRefusal)
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
