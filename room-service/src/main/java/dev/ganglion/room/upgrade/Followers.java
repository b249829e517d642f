package dev.ganglion.room.upgrade;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.auth.PowerLevels;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.head.RoomView;
import dev.ganglion.room.persist.Proposal;
import dev.ganglion.room.persist.RoomWriter;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What follows into the new room before it opens, and of which there may be much: bans, and what
 * makes a space one. In batches, each of which writes only what is missing.
 */
@Component
class Followers {
    /** As much as one turn of the batch writer bears besides everybody's messages. */
    private static final int BATCH = 100;

    private final UpgradeRepository repository;
    private final RoomWriter writer;

    Followers(UpgradeRepository repository, RoomWriter writer) {
        this.repository = repository;
        this.writer = writer;
    }

    /** Completes when nothing is missing in the new room. */
    Mono<Void> carry(OldRoom old, Upgrade upgrade) {
        var from = old.identity();
        return carry(
                        upgrade,
                        after -> repository.listBans(from, upgrade, after, BATCH),
                        Followers::bans)
                .then(
                        carry(
                                upgrade,
                                after ->
                                        repository.listState(
                                                from, EventTypes.SPACE_CHILD, after, BATCH),
                                drafts(Followers::isInUse)))
                // Whether a parent counts depends on who names it: only what the user has said
                // already is repeated in the user's name.
                .then(
                        carry(
                                upgrade,
                                after ->
                                        repository.listState(
                                                from, EventTypes.SPACE_PARENT, after, BATCH),
                                drafts(
                                        event ->
                                                isInUse(event)
                                                        && event.sender().equals(upgrade.by()))));
    }

    private Mono<Void> carry(
            Upgrade upgrade,
            Function<String, Flux<PduEvent>> page,
            BiFunction<RoomView, Batch, List<EventDraft>> decision) {
        return carryAfter("", upgrade, page, decision);
    }

    private record Batch(Upgrade upgrade, List<PduEvent> events) {
        boolean isLast() {
            return events.size() < BATCH;
        }

        String end() {
            return events.getLast().stateKey().orElseThrow();
        }
    }

    private Mono<Void> carryAfter(
            String after,
            Upgrade upgrade,
            Function<String, Flux<PduEvent>> page,
            BiFunction<RoomView, Batch, List<EventDraft>> decision) {
        return page.apply(after)
                .collectList()
                .map(events -> new Batch(upgrade, events))
                .filter(batch -> !batch.events().isEmpty())
                .delayUntil(batch -> write(batch, decision))
                .filter(batch -> !batch.isLast())
                .flatMap(batch -> carryAfter(batch.end(), upgrade, page, decision));
    }

    private Mono<Void> write(Batch batch, BiFunction<RoomView, Batch, List<EventDraft>> decision) {
        Set<StateKeyTuple> needs = new HashSet<>();
        needs.add(StateKeyTuple.CREATE);
        needs.add(StateKeyTuple.POWER_LEVELS);
        batch.events().forEach(event -> needs.add(event.stateKeyTuple().orElseThrow()));
        return writer.submit(
                        Proposal.deciding(
                                batch.upgrade().to(), needs, view -> decision.apply(view, batch)))
                .then();
    }

    /** A user who stands no lower than the one who upgrades cannot be banned. */
    private static List<EventDraft> bans(RoomView view, Batch batch) {
        UserId by = batch.upgrade().by();
        PowerLevels levels = view.powerLevels();
        return batch.events().stream()
                .filter(ban -> view.get(ban.stateKeyTuple().orElseThrow()).isEmpty())
                .filter(ban -> levels.levelOf(banned(ban)) < levels.levelOf(by))
                .map(ban -> EventDraft.state(by, ban.type(), banned(ban).value(), content(ban)))
                .toList();
    }

    private static UserId banned(PduEvent ban) {
        return UserId.parse(ban.stateKey().orElseThrow());
    }

    private static JsonObject content(PduEvent ban) {
        return JsonObject.builder()
                .put("membership", Membership.BAN.value())
                .putIfPresent("reason", ban.content().string("reason"))
                .build();
    }

    private static BiFunction<RoomView, Batch, List<EventDraft>> drafts(
            Predicate<PduEvent> isWanted) {
        return (view, batch) ->
                batch.events().stream()
                        .filter(isWanted)
                        .filter(event -> view.get(event.stateKeyTuple().orElseThrow()).isEmpty())
                        .map(
                                event ->
                                        EventDraft.state(
                                                batch.upgrade().by(),
                                                event.type(),
                                                event.stateKey().orElseThrow(),
                                                event.content()))
                        .toList();
    }

    /** A child or parent without servers to go through has been taken away. */
    private static boolean isInUse(PduEvent event) {
        return event.content().array("via").orElse(JsonArray.EMPTY).size() > 0;
    }
}
