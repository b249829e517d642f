package dev.ganglion.sync.presence;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.accountdata.IgnoredUsers;
import dev.ganglion.sync.filter.EventFilter;
import dev.ganglion.sync.presence.Board.Posted;
import dev.ganglion.sync.token.SyncToken.PresenceMark;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a reader is told of others' presence and their own, from memory: what was told since the
 * mark of their token, in its order, and where others are who share a room that they have joined
 * since. More updates than fit into a response come with the next; those in newly joined rooms for
 * whom there was no place do not.
 */
@Service
public class PresenceNews {
    static final String TYPE = "m.presence";

    /** In one response, whatever the filter allows. */
    static final int MOST = 1_000;

    private final Board board;
    private final IgnoredUsers ignoredUsers;
    private final Exchange exchange;

    PresenceNews(Board board, IgnoredUsers ignoredUsers, Exchange exchange) {
        this.board = board;
        this.ignoredUsers = ignoredUsers;
        this.exchange = exchange;
    }

    /** Whether a reader with this filter is to be woken by presence. */
    public static boolean isWantedBy(EventFilter filter) {
        return filter.allowsType(TYPE);
    }

    /** What a response tells; nothing while presence is off, or not known yet. */
    public Mono<PresenceSection> of(PresenceReader reader) {
        PresenceMark mark = board.mark();
        if (mark.equals(PresenceMark.NONE)) {
            return Mono.just(PresenceSection.nothing(reader.mark()));
        }
        if (!isWantedBy(reader.filter())) {
            return Mono.just(PresenceSection.nothing(end(reader, mark)));
        }
        List<Posted> news =
                board.after(reader.follows(mark.epoch()) ? reader.mark().position() : 0);
        Set<Long> newRooms = reader.newRooms();
        return news.isEmpty() && newRooms.isEmpty()
                ? Mono.just(PresenceSection.nothing(end(reader, mark)))
                : ignoredUsers
                        .of(reader.user())
                        .map(ignored -> section(reader, mark, news, newRooms, ignored));
    }

    private PresenceSection section(
            PresenceReader reader,
            PresenceMark mark,
            List<Posted> news,
            Set<Long> newRooms,
            Set<UserId> ignored) {
        List<Told> told = new ArrayList<>();
        int most = reader.filter().limit().map(limit -> Math.min(limit, MOST)).orElse(MOST);
        PresenceMark end = end(reader, mark);
        for (Posted posted : news) {
            if (isFor(reader, posted, ignored)) {
                if (told.size() == most) {
                    end = new PresenceMark(mark.epoch(), told.getLast().number());
                    break;
                }
                told.add(posted.told());
            }
        }
        boolean follows = reader.follows(mark.epoch());
        boolean isNews = follows && told.stream().anyMatch(other -> !isOf(reader, other));
        int before = told.size();
        addNeighbours(told, most, reader, newRooms, ignored);
        boolean isNewsAtAll = isNews || told.size() > before;
        PresenceMark toWaitFrom = isNewsAtAll || told.isEmpty() ? end : reader.mark();
        return new PresenceSection(told, isNewsAtAll, end, toWaitFrom, exchange.now());
    }

    private static boolean isOf(PresenceReader reader, Told told) {
        return told.user().equals(reader.user());
    }

    /** Those who are in rooms that the reader has joined since, as far as they are not told yet. */
    private void addNeighbours(
            List<Told> told,
            int most,
            PresenceReader reader,
            Set<Long> newRooms,
            Set<UserId> ignored) {
        if (!newRooms.isEmpty() && told.size() < most) {
            board.all().stream()
                    .filter(posted -> posted.rooms().stream().anyMatch(newRooms::contains))
                    .filter(posted -> !posted.told().isOffline() && !told.contains(posted.told()))
                    .filter(posted -> isFor(reader, posted, ignored))
                    .limit(most - told.size())
                    .toList()
                    .forEach(posted -> told.add(posted.told()));
        }
    }

    private static boolean isFor(PresenceReader reader, Posted posted, Set<UserId> ignored) {
        Told told = posted.told();
        boolean isWorthTelling = reader.since().isPresent() || !told.isOffline();
        return isWorthTelling
                && reader.filter().allows(TYPE, told.user().value())
                && posted.isToldTo(reader.user(), reader.rooms())
                && !ignored.contains(told.user());
    }

    /** Another replica may be ahead of this one. */
    private static PresenceMark end(PresenceReader reader, PresenceMark mark) {
        return reader.follows(mark.epoch()) && reader.mark().position() > mark.position()
                ? reader.mark()
                : mark;
    }
}
