package dev.ganglion.sync.response;

import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.accountdata.AccountData;
import dev.ganglion.sync.accountdata.AccountDatum;
import dev.ganglion.sync.filter.EventFilter;
import dev.ganglion.sync.presence.PresenceNews;
import dev.ganglion.sync.presence.PresenceReader;
import dev.ganglion.sync.presence.PresenceSection;
import dev.ganglion.sync.pushrules.PushRules;
import dev.ganglion.sync.room.OutsideRooms;
import dev.ganglion.sync.room.OutsideRooms.OutsideRoom;
import dev.ganglion.sync.room.RoomSection;
import dev.ganglion.sync.room.RoomSections;
import dev.ganglion.sync.room.SyncContext;
import dev.ganglion.sync.token.SyncToken;
import dev.ganglion.sync.token.SyncToken.PresenceMark;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.List;

/** Puts one response together out of its sections. */
@Service
class ResponseMaker {
    private final RoomSections rooms;
    private final OutsideRooms outside;
    private final AccountData accountData;
    private final PushRules pushRules;
    private final DeviceSections devices;
    private final InitialSyncs initialSyncs;
    private final PresenceNews presence;

    ResponseMaker(
            RoomSections rooms,
            OutsideRooms outside,
            AccountData accountData,
            PushRules pushRules,
            DeviceSections devices,
            InitialSyncs initialSyncs,
            PresenceNews presence) {
        this.rooms = rooms;
        this.outside = outside;
        this.accountData = accountData;
        this.pushRules = pushRules;
        this.devices = devices;
        this.initialSyncs = initialSyncs;
        this.presence = presence;
    }

    /** All but what is the device's. */
    record Sections(
            List<RoomSection> rooms, List<OutsideRoom> outside, List<AccountDatum> accountData) {
        static final Sections NONE = new Sections(List.of(), List.of(), List.of());

        private static Sections with(List<RoomSection> rooms, Sections others) {
            return new Sections(rooms, others.outside(), others.accountData());
        }

        boolean isEmpty() {
            return rooms.isEmpty() && outside.isEmpty() && accountData.isEmpty();
        }
    }

    /** What is new. */
    Mono<SyncResponse> make(SyncContext context) {
        return Mono.zip(sections(context), devices.of(context), presence(context))
                .map(parts -> response(context.now(), parts.getT1(), parts.getT2(), parts.getT3()));
    }

    /** The JSON of a response about everything, as it gets ready. */
    Flux<byte[]> inParts(SyncContext context) {
        return Mono.zip(withoutRooms(context), devices.of(context), presence(context))
                .flatMapMany(
                        parts -> inParts(context, parts.getT1(), parts.getT2(), parts.getT3()));
    }

    private Flux<byte[]> inParts(
            SyncContext context,
            Sections sections,
            DeviceSection devices,
            PresenceSection presence) {
        ResponseWriter writer = new ResponseWriter(sections);
        SyncToken next = devices.end(context.now()).withPresence(presence.end());
        return Flux.concat(
                Mono.fromSupplier(() -> writer.begin(next, devices, presence)),
                rooms.inParts(context, initialSyncs::turn).map(writer::rooms),
                Mono.fromSupplier(writer::end));
    }

    private static SyncResponse response(
            SyncToken now, Sections sections, DeviceSection devices, PresenceSection presence) {
        SyncToken end = devices.end(now);
        SyncToken next = end.withPresence(presence.end());
        return new SyncResponse(
                RawJson.ofTrusted(new ResponseWriter(sections).whole(next, devices, presence)),
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
                : Mono.zip(rooms.of(context), withoutRooms(context), Sections::with);
    }

    private Mono<Sections> withoutRooms(SyncContext context) {
        return Mono.zip(
                outside.of(context),
                globalAccountData(context),
                (rooms, kept) -> new Sections(List.of(), rooms, kept));
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
}
