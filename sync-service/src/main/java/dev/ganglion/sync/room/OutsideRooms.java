package dev.ganglion.sync.room;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.accountdata.InvitePermissions;
import dev.ganglion.sync.event.ErasedEvents;
import dev.ganglion.sync.event.RoomRef;
import dev.ganglion.sync.joinedrooms.RoomsOfUser.Member;
import dev.ganglion.sync.room.RoomErasures.Voice;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The rooms that a user is invited to or knocks at, with the state that they show. */
@Service
public class OutsideRooms {
    private static final RawJson NOTHING =
            RawJson.ofTrusted("[]".getBytes(StandardCharsets.US_ASCII));

    private final DatabaseClient database;
    private final InvitePermissions invitePermissions;
    private final RoomErasures erasures;

    OutsideRooms(
            DatabaseClient database, InvitePermissions invitePermissions, RoomErasures erasures) {
        this.database = database;
        this.invitePermissions = invitePermissions;
        this.erasures = erasures;
    }

    /**
     * A room seen from outside.
     *
     * @param strippedState a JSON array
     */
    public record OutsideRoom(RoomRef room, Membership membership, RawJson strippedState) {}

    private record Shown(long roomNid, RawJson strippedState) {}

    /**
     * Those that are new since the token, without the invitations that the user does not want.
     * Relies on invite_state's primary key.
     */
    public Mono<List<OutsideRoom>> of(SyncContext context) {
        List<Member> outside =
                context.rooms().all().stream()
                        .filter(
                                member ->
                                        !member.isJoined()
                                                && member.position() > context.sinceEvents())
                        .filter(
                                member ->
                                        context.filter()
                                                .rooms()
                                                .allowsRoom(member.room().id().value()))
                        .toList();
        return wanted(context, outside).flatMap(rooms -> of(context, rooms));
    }

    /** Of these rooms, which their user wants to be told of. */
    public Mono<List<OutsideRoom>> shown(SyncContext context, List<Member> outside) {
        return of(context, outside);
    }

    /** Client-server API, "Invite permission": what is there already is not served either. */
    private Mono<List<Member>> wanted(SyncContext context, List<Member> outside) {
        return outside.stream().noneMatch(OutsideRooms::isInvited)
                ? Mono.just(outside)
                : invitePermissions
                        .isBlocked(context.user())
                        .map(
                                isBlocked ->
                                        outside.stream()
                                                .filter(member -> !isBlocked || !isInvited(member))
                                                .toList());
    }

    private static boolean isInvited(Member member) {
        return member.membership() == Membership.INVITE;
    }

    private Mono<List<OutsideRoom>> of(SyncContext context, List<Member> outside) {
        return outside.isEmpty()
                ? Mono.just(List.of())
                : strippedStates(context, outside)
                        .flatMap(state -> withoutErased(context, state))
                        .map(
                                state ->
                                        outside.stream()
                                                .map(member -> outsideRoom(member, state))
                                                .toList());
    }

    private static OutsideRoom outsideRoom(Member member, Map<Long, RawJson> state) {
        return new OutsideRoom(
                member.room(),
                member.membership(),
                state.getOrDefault(member.room().nid(), NOTHING));
    }

    private Mono<Map<Long, RawJson>> strippedStates(SyncContext context, List<Member> rooms) {
        return database.sql(
                        """
                        select i.room_nid, i.stripped_state
                        from rooms.invite_state i
                        where i.room_nid = any(:rooms) and i.user_id = :user
                        """)
                .bind(
                        "rooms",
                        rooms.stream().map(member -> member.room().nid()).toArray(Long[]::new))
                .bind("user", context.user().value())
                .map(
                        row ->
                                new Shown(
                                        Objects.requireNonNull(row.get("room_nid", Long.class)),
                                        RawJson.ofTrusted(
                                                Objects.requireNonNull(
                                                        row.get("stripped_state", byte[].class)))))
                .all()
                .collectMap(Shown::roomNid, Shown::strippedState);
    }

    /** What is kept for whoever is outside was there before the erasure, or is newly taken. */
    private Mono<Map<Long, RawJson>> withoutErased(SyncContext context, Map<Long, RawJson> states) {
        if (!erasures.areThereAny()) {
            return Mono.just(states);
        }
        Map<Long, List<JsonObject>> events = new HashMap<>();
        states.forEach((room, state) -> events.put(room, parsed(state)));
        return erasures.among(context, voices(events)).map(erased -> rest(states, events, erased));
    }

    private static Stream<Voice> voices(Map<Long, List<JsonObject>> events) {
        return events.entrySet().stream()
                .flatMap(room -> room.getValue().stream().flatMap(event -> voice(room, event)));
    }

    private static Stream<Voice> voice(Map.Entry<Long, ?> room, JsonObject event) {
        return sender(event).map(sender -> Voice.quoted(room.getKey(), sender));
    }

    private static Map<Long, RawJson> rest(
            Map<Long, RawJson> states,
            Map<Long, List<JsonObject>> events,
            Map<Long, ErasedEvents> erased) {
        Map<Long, RawJson> shown = new HashMap<>(states);
        erased.forEach((room, ofRoom) -> shown.put(room, rest(events.get(room), ofRoom)));
        return shown;
    }

    private static List<JsonObject> parsed(RawJson state) {
        return Json.parse(state.bytes()) instanceof JsonArray array
                ? array.objects().toList()
                : List.of();
    }

    private static Stream<UserId> sender(JsonObject event) {
        return event.string("sender").flatMap(UserId::tryParse).stream();
    }

    private static RawJson rest(@Nullable List<JsonObject> events, ErasedEvents erased) {
        List<JsonValue> rest = new ArrayList<>();
        for (JsonObject event : Objects.requireNonNull(events)) {
            rest.add(sender(event).anyMatch(erased::hidesQuoted) ? erased.rest(event) : event);
        }
        return RawJson.ofTrusted(CanonicalJson.encode(new JsonArray(rest)));
    }
}
