package dev.ganglion.sync.room;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.stream.PaginationToken;
import dev.ganglion.sync.accountdata.AccountDatum;
import dev.ganglion.sync.event.ErasedEvents;
import dev.ganglion.sync.event.EventWriter;
import dev.ganglion.sync.event.RoomRef;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.filter.EventFilter;
import dev.ganglion.sync.json.JsonBytes;
import dev.ganglion.sync.receipt.Receipt;
import dev.ganglion.sync.receipt.ReceiptEvent;
import dev.ganglion.sync.relation.Bundled;
import dev.ganglion.sync.typing.TypingEvent;
import dev.ganglion.sync.unread.Unread;
import dev.ganglion.sync.visibility.RoomHistory;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One room of a response, complete. The same room twice in a response would be two of these with
 * one key; {@link RoomSections} makes one.
 */
public final class RoomSection {
    private final SyncContext context;
    private final RoomRef room;
    private final boolean isLeft;
    private final Timeline timeline;
    private final Map<Long, Bundled> bundled;
    private final List<TimelineEvent> state;
    private final Extras extras;
    private final Sight sight;

    RoomSection(
            SyncContext context,
            RoomPlan plan,
            Timeline timeline,
            Map<Long, Bundled> bundled,
            List<TimelineEvent> state,
            Extras extras,
            Sight sight) {
        this.context = context;
        this.room = plan.room();
        this.isLeft = plan.isLeft();
        this.timeline = timeline;
        this.bundled = bundled;
        this.state = state;
        this.extras = extras;
        this.sight = sight;
    }

    /**
     * How the reader sees the room's events.
     *
     * @param history where visibility had to be looked at
     * @param form how the reader's client wants them
     */
    record Sight(Optional<RoomHistory> history, ErasedEvents erased, EventForm form) {}

    /**
     * What comes with a room besides events.
     *
     * @param typing who is typing, where that has changed
     */
    record Extras(
            Optional<Summary> summary,
            Optional<Unread> unread,
            List<Receipt> receipts,
            Optional<List<UserId>> typing,
            List<AccountDatum> accountData) {
        static final Extras NONE =
                new Extras(
                        Optional.empty(), Optional.empty(), List.of(), Optional.empty(), List.of());

        boolean isEmpty() {
            return receipts.isEmpty() && typing.isEmpty() && accountData.isEmpty();
        }
    }

    public RoomRef room() {
        return room;
    }

    /** Whether it belongs to {@code rooms.leave} instead of {@code rooms.join}. */
    public boolean isLeft() {
        return isLeft;
    }

    /** A gap is told of even if nothing that was looked at is for the reader: there may be more. */
    boolean isEmpty() {
        return timeline.events().isEmpty()
                && !timeline.isLimited()
                && state.isEmpty()
                && extras.isEmpty();
    }

    public void write(JsonBytes out) {
        out.beginObject();
        writeTimeline(out);
        out.key(context.options().usesStateAfter() ? "state_after" : "state").beginObject();
        out.key("events").beginArray();
        writeState(out, Optional.empty());
        out.endArray().endObject();
        writeAccountData(out);
        if (!isLeft) {
            writeEphemeral(out);
            extras.summary().ifPresent(summary -> writeSummary(out, summary));
            extras.unread().ifPresent(unread -> writeUnread(out, unread));
        }
        out.endObject();
    }

    /** The members of a room's object as they were before there was {@code /sync}. */
    public void writeOldForm(JsonBytes out) {
        long upTo = context.now().events();
        out.key("room_id").string(room.id().value());
        out.key("membership").string(ownMembership(upTo).value());
        out.key("messages").beginObject().key("chunk").beginArray();
        told().forEach(event -> writeWithRoom(out, event));
        out.endArray();
        out.key("start").string(timeline.prevBatch().toString());
        out.key("end").string(PaginationToken.after(upTo).toString()).endObject();
        out.key("state").beginArray();
        writeState(out, Optional.of(room.id()));
        out.endArray().key("account_data").beginArray();
        extras.accountData().forEach(datum -> datum.write(out));
        out.endArray();
    }

    private Membership ownMembership(long upTo) {
        Membership otherwise = isLeft ? Membership.LEAVE : Membership.JOIN;
        return sight.history()
                .filter(_ -> isLeft)
                .map(known -> known.membershipAt(upTo))
                .orElse(otherwise);
    }

    private void writeTimeline(JsonBytes out) {
        out.key("timeline").beginObject();
        writeEvents(out);
        out.key("limited").bool(timeline.isLimited());
        out.key("prev_batch").string(timeline.prevBatch().toString());
        out.endObject();
    }

    private void writeEvents(JsonBytes out) {
        out.key("events").beginArray();
        told().forEach(event -> writeEvent(out, event, Optional.empty()));
        out.endArray();
    }

    /** The events of the timeline. */
    List<TimelineEvent> told() {
        return timeline.events().stream()
                .filter(event -> isTold(event, context.filter().timeline()))
                .toList();
    }

    /** An event of the timeline, for whoever is not told in which room it stands. */
    void writeWithRoom(JsonBytes out, TimelineEvent event) {
        writeEvent(out, event, Optional.of(room.id()));
    }

    private void writeEvent(JsonBytes out, TimelineEvent event, Optional<RoomId> shownRoom) {
        Optional<byte[]> relations =
                Optional.ofNullable(bundled.get(event.position()))
                        .flatMap(all -> all.relations(context.reader(), sight.erased()));
        write(out, event, Optional.of(membershipAt(event)), relations, shownRoom);
    }

    private void write(
            JsonBytes out,
            TimelineEvent event,
            Optional<Membership> membership,
            Optional<byte[]> relations,
            Optional<RoomId> shownRoom) {
        JsonBytes usual = sight.form().isUsual() ? out : new JsonBytes();
        EventWriter.write(
                usual, event, context.reader(), sight.erased(), membership, relations, shownRoom);
        if (!sight.form().isUsual()) {
            out.raw(sight.form().of(event, usual.toBytes(), sight.erased()));
        }
    }

    /**
     * A filter that looks into events has looked at what the reader is not to know. Of state, which
     * the room would be misread without, what is left has no URL.
     */
    private boolean isTold(TimelineEvent event, EventFilter filter) {
        return filter.containsUrl()
                .filter(isUrlWanted -> isUrlWanted || !event.isState())
                .filter(_ -> sight.erased().hides(event))
                .isEmpty();
    }

    private void writeState(JsonBytes out, Optional<RoomId> shownRoom) {
        state.stream()
                .filter(event -> isTold(event, context.filter().state()))
                .forEach(event -> write(out, event, Optional.empty(), Optional.empty(), shownRoom));
    }

    /** Where the history was not needed, the reader was a member all along. */
    private Membership membershipAt(TimelineEvent event) {
        return sight.history()
                .map(known -> known.membershipAt(event.position()))
                .orElse(Membership.JOIN);
    }

    private void writeAccountData(JsonBytes out) {
        out.key("account_data").beginObject().key("events").beginArray();
        extras.accountData().forEach(datum -> datum.write(out));
        out.endArray().endObject();
    }

    private void writeEphemeral(JsonBytes out) {
        out.key("ephemeral").beginObject().key("events").beginArray();
        extras.typing().ifPresent(users -> TypingEvent.write(out, users));
        if (!extras.receipts().isEmpty()) {
            ReceiptEvent.write(out, extras.receipts());
        }
        out.endArray().endObject();
    }

    private void writeSummary(JsonBytes out, Summary summary) {
        out.key("summary").beginObject();
        out.key("m.joined_member_count").number(summary.joined());
        out.key("m.invited_member_count").number(summary.invited());
        if (!summary.isNamedFor(sight.erased().users())) {
            out.key("m.heroes").beginArray();
            summary.heroesFor(context.user()).forEach(out::string);
            out.endArray();
        }
        out.endObject();
    }

    private void writeUnread(JsonBytes out, Unread unread) {
        boolean hasThreads = context.filter().hasThreadNotifications();
        (hasThreads ? unread.main() : unread.all()).write(out.key("unread_notifications"));
        if (hasThreads && !unread.threads().isEmpty()) {
            out.key("unread_thread_notifications").beginObject();
            unread.threads().forEach((root, count) -> count.write(out.key(root)));
            out.endObject();
        }
    }
}
