package dev.ganglion.sync.unread;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.stream.BatchWriter;
import dev.ganglion.service.stream.GroupCommit;
import dev.ganglion.service.stream.GroupCommitSettings;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts together what is asked for while other counts are under way, and once what several devices
 * ask for: one message may wake thousands who have not been counted yet. It uses a group commit,
 * which only reads here, so that one statement answers many. Whoever has rules of their own, whose
 * events are looked at, has a statement of their own too: nobody else waits for that.
 */
@Component
class UnreadReader {
    private final UnreadRepository numbers;
    private final OwnRulesReader ownRules;
    private final GroupCommit<Question, Map<Long, Counted>> byNumbers;

    UnreadReader(UnreadRepository numbers, OwnRulesReader ownRules, MeterRegistry metrics) {
        this.numbers = numbers;
        this.ownRules = ownRules;
        this.byNumbers =
                new GroupCommit<>(
                        "unread",
                        GroupCommitSettings.DEFAULT,
                        metrics,
                        BatchWriter.of(this::answer));
    }

    private record Question(UserId user, Map<Long, Basis> rooms, long upTo) {
        Map<Long, Counted> pick(Map<RoomOfUser, Counted> found) {
            Map<Long, Counted> picked = new HashMap<>();
            rooms.forEach(
                    (room, _) -> {
                        Counted counted = found.get(new RoomOfUser(user, room));
                        if (counted != null) {
                            picked.put(room, counted);
                        }
                    });
            return picked;
        }
    }

    /** The counts by the number of the room, as of that position or a later one. */
    Mono<Map<Long, Counted>> count(UserId user, Map<Long, Basis> rooms, long upTo) {
        Map<Long, Basis> looked = new HashMap<>(rooms);
        looked.values().removeIf(basis -> basis.way() != Basis.Way.BY_RULES);
        Map<Long, Basis> numbered = new HashMap<>(rooms);
        numbered.keySet().removeAll(looked.keySet());
        return Mono.zip(
                byNumbers(new Question(user, numbered, upTo)),
                byRules(new Question(user, looked, upTo)),
                UnreadReader::joined);
    }

    private Mono<Map<Long, Counted>> byNumbers(Question question) {
        return question.rooms().isEmpty() ? Mono.just(Map.of()) : byNumbers.submit(question);
    }

    private Mono<Map<Long, Counted>> byRules(Question question) {
        return question.rooms().isEmpty()
                ? Mono.just(Map.of())
                : ownRules.count(asked(List.of(question))).map(question::pick);
    }

    private static Map<Long, Counted> joined(Map<Long, Counted> some, Map<Long, Counted> more) {
        Map<Long, Counted> all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }

    private Mono<List<Map<Long, Counted>>> answer(List<Question> batch) {
        return numbers.count(asked(batch))
                .map(found -> batch.stream().map(question -> question.pick(found)).toList());
    }

    /** By what a user's room is counted, and up to where. */
    record Asked(Basis basis, long upTo) {
        Asked later(Asked other) {
            return other.upTo > upTo ? other : this;
        }
    }

    private static Map<RoomOfUser, Asked> asked(List<Question> batch) {
        Map<RoomOfUser, Asked> asked = new HashMap<>();
        for (Question question : batch) {
            question.rooms()
                    .forEach(
                            (room, basis) ->
                                    asked.merge(
                                            new RoomOfUser(question.user(), room),
                                            new Asked(basis, question.upTo()),
                                            Asked::later));
        }
        return asked;
    }
}
