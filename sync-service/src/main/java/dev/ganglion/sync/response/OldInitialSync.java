package dev.ganglion.sync.response;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.accountdata.AccountDatum;
import dev.ganglion.sync.filter.SyncFilter;
import dev.ganglion.sync.joinedrooms.JoinedRooms;
import dev.ganglion.sync.json.JsonBytes;
import dev.ganglion.sync.response.ResponseMaker.Sections;
import dev.ganglion.sync.room.InviteEvents;
import dev.ganglion.sync.room.OutsideRooms.OutsideRoom;
import dev.ganglion.sync.room.PublishedRooms;
import dev.ganglion.sync.room.RoomSection;
import dev.ganglion.sync.room.SyncContext;
import dev.ganglion.sync.room.SyncContext.Options;
import dev.ganglion.sync.room.SyncContexts;
import dev.ganglion.sync.token.SyncToken;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An initial sync in the form that clients had before there was {@code /sync}. */
@Service
class OldInitialSync {
    /** The state of each room is told as it is now. */
    private static final Options STATE_AFTER = new Options(false, true);

    private final Streams streams;
    private final JoinedRooms joinedRooms;
    private final SyncContexts contexts;
    private final ResponseMaker responses;
    private final InviteEvents invites;
    private final PublishedRooms published;
    private final InitialSyncs initialSyncs;

    OldInitialSync(
            Streams streams,
            JoinedRooms joinedRooms,
            SyncContexts contexts,
            ResponseMaker responses,
            InviteEvents invites,
            PublishedRooms published,
            InitialSyncs initialSyncs) {
        this.streams = streams;
        this.joinedRooms = joinedRooms;
        this.contexts = contexts;
        this.responses = responses;
        this.invites = invites;
        this.published = published;
        this.initialSyncs = initialSyncs;
    }

    private record Parts(Sections sections, Map<Long, byte[]> invites, Set<Long> published) {
        String visibility(long room) {
            return published.contains(room) ? "public" : "private";
        }
    }

    /**
     * Of all rooms that the user is in or invited to.
     *
     * @param limit of the messages of each, above zero
     * @param includesLeft whether rooms that were left are told of, too
     */
    Mono<RawJson> get(Requester requester, int limit, boolean includesLeft) {
        return initialSyncs.limit(
                requester,
                context(requester, SyncFilter.of(Optional.empty(), limit, includesLeft))
                        .flatMap(context -> parts(context).map(parts -> write(context, parts))));
    }

    private Mono<SyncContext> context(Requester requester, SyncFilter filter) {
        return joinedRooms
                .snapshot(requester.userId())
                .flatMap(
                        snapshot ->
                                contexts.of(
                                        requester,
                                        filter,
                                        STATE_AFTER,
                                        Optional.empty(),
                                        streams.now(snapshot.position()),
                                        snapshot.rooms()));
    }

    private Mono<Parts> parts(SyncContext context) {
        return responses
                .sections(context)
                .flatMap(
                        sections ->
                                Mono.zip(
                                        invites.of(context, sections.outside()),
                                        published.among(rooms(sections)),
                                        (invited, open) -> new Parts(sections, invited, open)));
    }

    private static List<Long> rooms(Sections sections) {
        return sections.rooms().stream().map(section -> section.room().nid()).toList();
    }

    /** What waits for the device has not been delivered to it. Presence is not told here. */
    private static RawJson write(SyncContext context, Parts parts) {
        SyncToken end = context.now().withToDevice(0);
        JsonBytes out = new JsonBytes().beginObject();
        out.key("end").string(end.toString());
        out.key("presence").beginArray().endArray();
        out.key("account_data").beginArray();
        for (AccountDatum datum : parts.sections().accountData()) {
            datum.write(out);
        }
        out.endArray().key("rooms").beginArray();
        parts.sections().rooms().forEach(section -> writeRoom(out, section, parts));
        parts.sections().outside().stream()
                .filter(room -> room.membership() == Membership.INVITE)
                .forEach(room -> writeInvite(out, room, parts));
        return RawJson.ofTrusted(out.endArray().endObject().toBytes());
    }

    private static void writeRoom(JsonBytes out, RoomSection section, Parts parts) {
        out.beginObject();
        section.writeOldForm(out);
        out.key("visibility").string(parts.visibility(section.room().nid()));
        out.endObject();
    }

    private static void writeInvite(JsonBytes out, OutsideRoom room, Parts parts) {
        out.beginObject();
        out.key("room_id").string(room.room().id().value());
        out.key("membership").string(Membership.INVITE.value());
        byte[] invite = parts.invites().get(room.room().nid());
        if (invite != null) {
            out.key("invite").raw(invite);
        }
        out.endObject();
    }
}
