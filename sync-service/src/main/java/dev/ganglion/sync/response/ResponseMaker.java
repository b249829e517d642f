package dev.ganglion.sync.response;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.accountdata.AccountData;
import dev.ganglion.sync.accountdata.AccountDatum;
import dev.ganglion.sync.filter.EventFilter;
import dev.ganglion.sync.filter.SyncFilter;
import dev.ganglion.sync.joinedrooms.RoomsOfUser;
import dev.ganglion.sync.json.JsonBytes;
import dev.ganglion.sync.presence.PresenceNews;
import dev.ganglion.sync.presence.PresenceReader;
import dev.ganglion.sync.presence.PresenceSection;
import dev.ganglion.sync.pushrules.PushRules;
import dev.ganglion.sync.room.OutsideRooms;
import dev.ganglion.sync.room.OutsideRooms.OutsideRoom;
import dev.ganglion.sync.room.RoomSection;
import dev.ganglion.sync.room.RoomSections;
import dev.ganglion.sync.room.SyncContext;
import dev.ganglion.sync.room.SyncContext.Options;
import dev.ganglion.sync.room.SyncContexts;
import dev.ganglion.sync.token.SyncToken;
import dev.ganglion.sync.token.SyncToken.PresenceMark;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/** Puts one response together out of its sections. */
@Service
class ResponseMaker {
    private final RoomSections rooms;
    private final OutsideRooms outside;
    private final AccountData accountData;
    private final PushRules pushRules;
    private final DeviceSections devices;
    private final SyncContexts contexts;
    private final PresenceNews presence;

    ResponseMaker(
            RoomSections rooms,
            OutsideRooms outside,
            AccountData accountData,
            PushRules pushRules,
            DeviceSections devices,
            SyncContexts contexts,
            PresenceNews presence) {
        this.rooms = rooms;
        this.outside = outside;
        this.accountData = accountData;
        this.pushRules = pushRules;
        this.devices = devices;
        this.contexts = contexts;
        this.presence = presence;
    }

    /** All but what is the device's. */
    record Sections(
            List<RoomSection> rooms, List<OutsideRoom> outside, List<AccountDatum> accountData) {
        static final Sections NONE = new Sections(List.of(), List.of(), List.of());

        boolean isEmpty() {
            return rooms.isEmpty() && outside.isEmpty() && accountData.isEmpty();
        }
    }

    Mono<SyncResponse> make(
            Requester requester,
            SyncFilter filter,
            Options options,
            Optional<SyncToken> since,
            SyncToken now,
            RoomsOfUser joined) {
        return contexts.of(requester, filter, options, since, now, joined).flatMap(this::response);
    }

    private Mono<SyncResponse> response(SyncContext context) {
        return Mono.zip(sections(context), devices.of(context), presence(context))
                .map(parts -> response(context.now(), parts.getT1(), parts.getT2(), parts.getT3()));
    }

    private static SyncResponse response(
            SyncToken now, Sections sections, DeviceSection devices, PresenceSection presence) {
        SyncToken end = devices.end(now);
        SyncToken next = end.withPresence(presence.end());
        return new SyncResponse(
                RawJson.ofTrusted(write(next, sections, devices, presence)),
                sections.isEmpty() && devices.isEmpty() && !presence.isNews(),
                end.withPresence(presence.toWaitFrom()));
    }

    private Mono<PresenceSection> presence(SyncContext context) {
        return presence.of(
                new PresenceReader(
                        context.user(),
                        context.filter().presenceEvents(),
                        context.since().map(SyncToken::presence),
                        context.rooms(),
                        context.sinceEvents()));
    }

    /** Most requests come when no stream has moved on, and wait: they need not look further. */
    Mono<Sections> sections(SyncContext context) {
        boolean isUpToDate =
                context.since()
                                .map(since -> since.withPresence(PresenceMark.NONE))
                                .filter(context.now()::equals)
                                .isPresent()
                        && !context.options().isFullState();
        return isUpToDate
                ? Mono.just(Sections.NONE)
                : Mono.zip(rooms.of(context), outside.of(context), globalAccountData(context))
                        .map(parts -> new Sections(parts.getT1(), parts.getT2(), parts.getT3()));
    }

    private Mono<List<AccountDatum>> globalAccountData(SyncContext context) {
        EventFilter filter = context.filter().globalAccountData();
        long after = context.since().map(SyncToken::accountData).orElse(0L);
        return accountData
                .between(context.user(), after, context.now().accountData())
                .map(kept -> kept.stream().filter(AccountDatum::isGlobal).toList())
                .map(
                        global ->
                                pushRules.completed(
                                        context.user(), global, context.since().isEmpty()))
                .map(
                        global ->
                                global.stream()
                                        .filter(
                                                datum ->
                                                        filter.allows(
                                                                datum.type(),
                                                                context.user().value()))
                                        .toList());
    }

    private static byte[] write(
            SyncToken next, Sections sections, DeviceSection devices, PresenceSection presence) {
        JsonBytes out = new JsonBytes().beginObject();
        out.key("next_batch").string(next.toString());
        devices.write(out);
        presence.write(out);
        if (!sections.accountData().isEmpty()) {
            out.key("account_data").beginObject().key("events").beginArray();
            sections.accountData().forEach(datum -> datum.write(out));
            out.endArray().endObject();
        }
        if (!sections.rooms().isEmpty() || !sections.outside().isEmpty()) {
            writeRooms(out, sections);
        }
        return out.endObject().toBytes();
    }

    private static void writeRooms(JsonBytes out, Sections sections) {
        out.key("rooms").beginObject();
        writeSections(out.key("join"), sections.rooms(), false);
        writeOutside(out.key("invite"), sections.outside(), Membership.INVITE);
        writeOutside(out.key("knock"), sections.outside(), Membership.KNOCK);
        writeSections(out.key("leave"), sections.rooms(), true);
        out.endObject();
    }

    private static void writeSections(JsonBytes out, List<RoomSection> sections, boolean left) {
        out.beginObject();
        for (RoomSection section : sections) {
            if (section.isLeft() == left) {
                section.write(out.key(section.room().id().value()));
            }
        }
        out.endObject();
    }

    private static void writeOutside(
            JsonBytes out, List<OutsideRoom> rooms, Membership membership) {
        out.beginObject();
        for (OutsideRoom room : rooms) {
            if (room.membership() == membership) {
                out.key(room.room().id().value()).beginObject();
                out.key(membership.value() + "_state").beginObject();
                out.key("events").raw(room.strippedState().bytes());
                out.endObject().endObject();
            }
        }
        out.endObject();
    }
}
