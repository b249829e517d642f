package dev.ganglion.room.persist;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.room.head.StateEvent;

import java.util.List;
import java.util.Optional;

/**
 * An event that is about to be written, with all that is written beside it.
 *
 * @param notifyNumber the room's count of unread-making events up to and including this one
 * @param replaced the state event that it replaces
 * @param membership the change of membership that it is
 * @param mentions the users whom it highlights by name
 * @param mentionsRoom whether it highlights every member
 * @param target the event whose content it takes away, for a redaction that is applied
 */
record NewEvent(
        PduEvent event,
        long notifyNumber,
        Optional<TransactionKey> transaction,
        Optional<StateEvent> replaced,
        Optional<MemberRow> membership,
        List<UserId> mentions,
        boolean mentionsRoom,
        Optional<RedactionTarget> target) {

    Optional<StateKeyTuple> stateKey() {
        return event.stateKeyTuple();
    }

    /**
     * The row of {@code room_member}, and what an invited or knocking user is shown.
     *
     * @param shownState stripped state, for invitations and knocks
     */
    record MemberRow(
            String userId,
            Membership membership,
            Optional<String> displayname,
            Optional<String> avatarUrl,
            Optional<JsonArray> shownState) {}

    /**
     * The event that loses its content.
     *
     * @param original as it was last stored
     * @param redacted what replaces it
     */
    record RedactionTarget(PduEvent original, PduEvent redacted) {
        static RedactionTarget of(PduEvent event) {
            return new RedactionTarget(event, event.redacted());
        }
    }
}
