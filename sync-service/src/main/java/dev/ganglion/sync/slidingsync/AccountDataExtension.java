package dev.ganglion.sync.slidingsync;

import dev.ganglion.sync.accountdata.AccountData;
import dev.ganglion.sync.accountdata.AccountDatum;
import dev.ganglion.sync.connection.SentRoom;
import dev.ganglion.sync.joinedrooms.RoomsOfUser.Member;
import dev.ganglion.sync.json.JsonBytes;
import dev.ganglion.sync.pushrules.PushRules;
import dev.ganglion.sync.token.SyncToken;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The extension {@code account_data}. Of a room everything is told when it is told first, and from
 * then on every change, wherever the room stands in the lists.
 */
@Component
class AccountDataExtension {
    private final AccountData accountData;
    private final PushRules pushRules;

    AccountDataExtension(AccountData accountData, PushRules pushRules) {
        this.accountData = accountData;
        this.pushRules = pushRules;
    }

    Mono<Extension> of(Look look, Scope scope, Covered covered) {
        long since = look.question().since().map(SyncToken::accountData).orElse(0L);
        Set<Long> fresh = fresh(look, scope, covered);
        long after = fresh.isEmpty() ? since : 0;
        return accountData
                .between(look.context().user(), after, look.context().now().accountData())
                .map(kept -> answer(look, kept, since, rooms(look, fresh, covered)))
                .doOnNext(_ -> mark(fresh, covered));
    }

    /** Rooms that are told of for the first time. */
    private static Set<Long> fresh(Look look, Scope scope, Covered covered) {
        Set<Long> fresh = new HashSet<>();
        for (long room : look.wanted().keySet()) {
            if (look.isIn(scope, room)
                    && covered.find(room)
                            .filter(sent -> sent.accountDataUpTo() != SentRoom.LIVE)
                            .isPresent()) {
                fresh.add(room);
            }
        }
        return fresh;
    }

    private static void mark(Set<Long> fresh, Covered covered) {
        for (long room : fresh) {
            covered.find(room)
                    .ifPresent(
                            sent ->
                                    covered.put(
                                            room,
                                            sent.extended(sent.receiptsUpTo(), SentRoom.LIVE)));
        }
    }

    /** By their IDs: whether they are told of for the first time. */
    private static Map<String, Boolean> rooms(Look look, Set<Long> fresh, Covered covered) {
        Map<String, Boolean> rooms = new HashMap<>();
        for (Member member : look.context().rooms().joined()) {
            long nid = member.room().nid();
            if (covered.find(nid)
                    .filter(sent -> fresh.contains(nid) || sent.accountDataUpTo() == SentRoom.LIVE)
                    .isPresent()) {
                rooms.put(member.room().id().value(), fresh.contains(nid));
            }
        }
        return rooms;
    }

    private Extension answer(
            Look look, List<AccountDatum> kept, long since, Map<String, Boolean> rooms) {
        List<AccountDatum> global = new ArrayList<>();
        Map<String, List<AccountDatum>> ofRooms = new TreeMap<>();
        for (AccountDatum datum : kept) {
            if (datum.isGlobal() && datum.position() > since) {
                global.add(datum);
            } else if (rooms.containsKey(datum.roomId())
                    && (rooms.get(datum.roomId()) || datum.position() > since)) {
                ofRooms.computeIfAbsent(datum.roomId(), _ -> new ArrayList<>()).add(datum);
            }
        }
        List<AccountDatum> told =
                pushRules.completed(
                        look.context().user(), global, look.question().since().isEmpty());
        return new Extension(
                "account_data",
                told.isEmpty() && ofRooms.isEmpty(),
                out -> write(out, told, ofRooms));
    }

    private static void write(
            JsonBytes out, List<AccountDatum> global, Map<String, List<AccountDatum>> ofRooms) {
        out.beginObject().key("global").beginArray();
        global.forEach(datum -> datum.write(out));
        out.endArray().key("rooms").beginObject();
        ofRooms.forEach(
                (room, kept) -> {
                    out.key(room).beginArray();
                    kept.forEach(datum -> datum.write(out));
                    out.endArray();
                });
        out.endObject().endObject();
    }
}
