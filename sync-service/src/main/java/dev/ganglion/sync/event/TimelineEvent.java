package dev.ganglion.sync.event;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An event of a room, ready to be sent to any reader. Immutable; nobody changes the arrays.
 *
 * @param membership what a membership event says
 * @param body what the client gets
 */
public record TimelineEvent(
        long position,
        RoomRef room,
        Header header,
        Counting counting,
        Optional<Origin> origin,
        Optional<Membership> membership,
        Body body) {

    private static final long WEIGHT_OF_FIELDS = 1_000;
    private static final long WEIGHT_OF_USER = 120;
    private static final long WEIGHT_OF_QUOTE = 200;

    /** The fields by which events are chosen. */
    public record Header(
            String eventId,
            String type,
            Optional<String> stateKey,
            UserId sender,
            long originServerTs) {}

    /**
     * What the event does to unread counts.
     *
     * @param notifyNumber how many events of the room count, up to and including this one
     * @param isCounted whether this one does
     * @param purgedNumber the number up to which events of the room had been purged when this one
     *     was read
     * @param highlighted whom it highlights
     * @param thread the root of the thread that it is in; empty for the main timeline
     */
    public record Counting(
            long notifyNumber,
            boolean isCounted,
            long purgedNumber,
            Set<UserId> highlighted,
            Optional<String> thread) {}

    /** The request that sent it: the transaction ID is shown to that device alone. */
    public record Origin(String deviceId, String transactionId) {}

    /** An event of which another one shows content. */
    public record Quote(String eventId, UserId sender) {}

    /** What the client gets. */
    public static final class Body {
        private final byte[] json;
        private final byte[] unsigned;
        private final List<Quote> quoted;
        private final boolean hasRelation;

        /**
         * @param json the client event, without {@code room_id} and {@code unsigned}
         * @param unsigned the members of {@code unsigned} that every reader is shown, without
         *     braces
         * @param quoted the events that {@code unsigned} holds content of
         */
        public Body(byte[] json, byte[] unsigned, List<Quote> quoted) {
            this.json = json;
            this.unsigned = unsigned;
            this.quoted = List.copyOf(quoted);
            this.hasRelation = Mark.RELATION.isIn(json);
        }

        public byte[] json() {
            return json;
        }

        byte[] unsigned() {
            return unsigned;
        }

        String unsignedText() {
            return new String(unsigned, StandardCharsets.UTF_8);
        }
    }

    /** The IDs of the events whose content it shows: its own, and those that it quotes. */
    public List<String> shownIds() {
        return Stream.concat(Stream.of(header.eventId()), body.quoted.stream().map(Quote::eventId))
                .toList();
    }

    /** Who sent the events that it quotes. */
    public List<UserId> quotedSenders() {
        return body.quoted.stream().map(Quote::sender).toList();
    }

    /** The bytes that it takes in memory, roughly. */
    public long weight() {
        return WEIGHT_OF_FIELDS
                + WEIGHT_OF_USER * counting.highlighted().size()
                + WEIGHT_OF_QUOTE * body.quoted.size()
                + body.json.length
                + body.unsigned.length;
    }

    public UserId sender() {
        return header.sender();
    }

    public boolean isState() {
        return header.stateKey().isPresent();
    }

    /** Type and state key; for state events only. */
    public StateKeyTuple stateKeyTuple() {
        return new StateKeyTuple(header.type(), header.stateKey().orElseThrow());
    }

    public boolean isMember() {
        return isState() && header.type().equals(EventTypes.MEMBER);
    }

    /** Whether it is this user's membership. */
    public boolean isMembershipOf(UserId user) {
        return isMember() && header.stateKey().orElseThrow().equals(user.value());
    }

    /** What the membership event before it said; empty when that is not known any more. */
    public Optional<Membership> membershipBefore() {
        return Json.parseObject("{" + body.unsignedText() + "}")
                .object("prev_content")
                .flatMap(content -> content.string("membership"))
                .flatMap(Membership::find);
    }

    /** Whether it relates to another event, as far as can be told without parsing it. */
    public boolean mayBeChild() {
        return body.hasRelation;
    }

    public boolean isRedaction() {
        return header.type().equals(EventTypes.REDACTION);
    }
}
