package dev.ganglion.sync.unread;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.stream.BatchWriter;
import dev.ganglion.service.stream.GroupCommit;
import dev.ganglion.service.stream.GroupCommitSettings;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Counts together what is asked for while other counts are under way, and once what several devices
 * ask for: one message may wake thousands who have not been counted yet. It uses a group commit,
 * which only reads here, so that one statement answers many.
 */
@Component
class UnreadReader {
    private final UnreadRepository repository;
    private final GroupCommit<Question, Map<Long, Unread>> questions;

    UnreadReader(UnreadRepository repository, MeterRegistry metrics) {
        this.repository = repository;
        this.questions =
                new GroupCommit<>(
                        "unread",
                        GroupCommitSettings.DEFAULT,
                        metrics,
                        BatchWriter.of(this::answer));
    }

    private record Question(UserId user, Collection<Long> rooms, long upTo) {
        Map<Long, Unread> pick(Map<RoomOfUser, Unread> found) {
            return rooms.stream()
                    .filter(room -> found.containsKey(new RoomOfUser(user, room)))
                    .collect(
                            Collectors.toMap(
                                    Function.identity(),
                                    room -> found.get(new RoomOfUser(user, room))));
        }
    }

    /** The counts by the number of the room, as of that position or a later one. */
    Mono<Map<Long, Unread>> count(UserId user, Collection<Long> rooms, long upTo) {
        return questions.submit(new Question(user, rooms, upTo));
    }

    private Mono<List<Map<Long, Unread>>> answer(List<Question> batch) {
        Map<RoomOfUser, Long> upTo = new HashMap<>();
        for (Question question : batch) {
            for (long room : question.rooms()) {
                upTo.merge(new RoomOfUser(question.user(), room), question.upTo(), Math::max);
            }
        }
        return repository
                .count(upTo)
                .map(found -> batch.stream().map(question -> question.pick(found)).toList());
    }
}
