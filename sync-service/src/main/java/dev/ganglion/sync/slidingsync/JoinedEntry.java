package dev.ganglion.sync.slidingsync;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.sync.event.ErasedEvents;
import dev.ganglion.sync.event.EventWriter;
import dev.ganglion.sync.event.Reader;
import dev.ganglion.sync.event.TimelineEvent;
import dev.ganglion.sync.json.JsonBytes;
import dev.ganglion.sync.relation.Bundled;
import dev.ganglion.sync.room.Summary;
import dev.ganglion.sync.room.Timeline;
import dev.ganglion.sync.unread.Unread;
import dev.ganglion.sync.visibility.RoomHistory;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A room that the user is in, or was in until now. */
record JoinedEntry(Head head, Optional<Events> events, List<TimelineEvent> required, Sight sight)
        implements RoomEntry {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    /**
     * All but events.
     *
     * @param state with what describes the room and with the members that stand for its name
     * @param isDescribed whether name and avatar are told
     */
    record Head(
            boolean isNew,
            boolean isDirect,
            long bumpStamp,
            RoomState state,
            boolean isDescribed,
            Optional<Summary> summary,
            Optional<Unread> unread) {}

    /**
     * The timeline.
     *
     * @param since events after this position are live
     */
    record Events(Timeline timeline, Map<Long, Bundled> bundled, boolean isExpanded, long since) {}

    /** How the reader sees the room's events. */
    record Sight(Reader reader, Optional<RoomHistory> history, ErasedEvents erased) {}

    @Override
    public void write(JsonBytes out) {
        out.beginObject();
        if (head.isNew()) {
            out.key("initial").bool(true);
        }
        if (head.isDescribed()) {
            writeDescription(out, head.state());
        }
        out.key("is_dm").bool(head.isDirect());
        head.summary().ifPresent(summary -> writeCounts(out, summary));
        head.unread().ifPresent(unread -> unread.all().writeMembers(out));
        out.key("bump_stamp").number(head.bumpStamp());
        if (!required.isEmpty()) {
            out.key("required_state").beginArray();
            required.forEach(event -> write(out, event, Optional.empty(), Optional.empty()));
            out.endArray();
        }
        events.ifPresent(told -> writeTimeline(out, told));
        out.endObject();
    }

    private void writeDescription(JsonBytes out, RoomState state) {
        out.key("name");
        write(out, state.name(sight.erased()));
        out.key("avatar");
        write(out, state.avatar(sight.erased()));
    }

    private void writeCounts(JsonBytes out, Summary summary) {
        out.key("joined_count").number(summary.joined());
        out.key("invited_count").number(summary.invited());
        if (!summary.isNamedFor(sight.erased().users())) {
            out.key("heroes").beginArray();
            summary.heroesFor(sight.reader().userId()).forEach(hero -> writeHero(out, hero));
            out.endArray();
        }
    }

    private void writeHero(JsonBytes out, String hero) {
        out.beginObject().key("user_id").string(hero);
        writeOfHero(out, hero, "displayname");
        writeOfHero(out, hero, "avatar_url");
        out.endObject();
    }

    private void writeOfHero(JsonBytes out, String hero, String field) {
        head.state()
                .ofMember(sight.erased(), hero, field)
                .ifPresent(text -> out.key(field).string(text));
    }

    private void writeTimeline(JsonBytes out, Events told) {
        Timeline timeline = told.timeline();
        out.key("timeline").beginArray();
        timeline.events().forEach(event -> writeEvent(out, event, told.bundled()));
        out.endArray();
        out.key("limited").bool(timeline.isLimited());
        out.key("prev_batch").string(timeline.prevBatch().toString());
        out.key("num_live").number(live(told));
        if (told.isExpanded()) {
            out.key("expanded_timeline").bool(true);
            out.key("unstable_expanded_timeline").bool(true);
        }
    }

    private static long live(Events told) {
        return told.since() == 0
                ? 0
                : told.timeline().events().stream()
                        .filter(event -> event.position() > told.since())
                        .count();
    }

    private void writeEvent(JsonBytes out, TimelineEvent event, Map<Long, Bundled> bundled) {
        Optional<byte[]> relations =
                Optional.ofNullable(bundled.get(event.position()))
                        .flatMap(all -> all.relations(sight.reader(), sight.erased()));
        write(out, event, Optional.of(membershipAt(event)), relations);
    }

    /** Where the history was not needed, the reader was a member all along. */
    private Membership membershipAt(TimelineEvent event) {
        return sight.history()
                .map(known -> known.membershipAt(event.position()))
                .orElse(Membership.JOIN);
    }

    private void write(
            JsonBytes out,
            TimelineEvent event,
            Optional<Membership> membership,
            Optional<byte[]> relations) {
        EventWriter.write(out, event, sight.reader(), sight.erased(), membership, relations);
    }

    private static void write(JsonBytes out, Optional<String> text) {
        text.ifPresentOrElse(out::string, () -> out.raw(NULL));
    }
}
