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
import java.util.function.Function;

/**
 * Counts together what is asked for while other counts are under way, and once what several devices
 * ask for: one message may wake thousands who have not been counted yet. It uses a group commit,
 * which only reads here, so that one statement answers many; and another for whoever has rules of
 * their own, whose events are looked at, so that nobody else waits for that.
 */
@Component
class UnreadReader {
    private final UnreadRepository numbers;
    private final OwnRulesReader ownRules;
    private final GroupCommit<Question, Map<Long, Counted>> byNumbers;
    private final GroupCommit<Question, Map<Long, Counted>> byRules;

    UnreadReader(UnreadRepository numbers, OwnRulesReader ownRules, MeterRegistry metrics) {
        this.numbers = numbers;
        this.ownRules = ownRules;
        this.byNumbers = group("unread", metrics, this::answerByNumbers);
        this.byRules = group("unread_by_rules", metrics, this::answerByRules);
    }

    private static GroupCommit<Question, Map<Long, Counted>> group(
            String name,
            MeterRegistry metrics,
            Function<List<Question>, Mono<List<Map<Long, Counted>>>> answer) {
        return new GroupCommit<>(
                name, GroupCommitSettings.DEFAULT, metrics, BatchWriter.of(answer));
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
                submit(byNumbers, new Question(user, numbered, upTo)),
                submit(byRules, new Question(user, looked, upTo)),
                UnreadReader::joined);
    }

    private static Map<Long, Counted> joined(Map<Long, Counted> some, Map<Long, Counted> more) {
        Map<Long, Counted> all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }

    private static Mono<Map<Long, Counted>> submit(
            GroupCommit<Question, Map<Long, Counted>> group, Question question) {
        return question.rooms().isEmpty() ? Mono.just(Map.of()) : group.submit(question);
    }

    private Mono<List<Map<Long, Counted>>> answerByNumbers(List<Question> batch) {
        return numbers.count(asked(batch)).map(found -> picked(batch, found));
    }

    private Mono<List<Map<Long, Counted>>> answerByRules(List<Question> batch) {
        return ownRules.count(asked(batch)).map(found -> picked(batch, found));
    }

    private static List<Map<Long, Counted>> picked(
            List<Question> batch, Map<RoomOfUser, Counted> found) {
        return batch.stream().map(question -> question.pick(found)).toList();
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
