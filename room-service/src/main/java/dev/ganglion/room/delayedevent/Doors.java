package dev.ganglion.room.delayedevent;

import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.account.AccountLookup;
import dev.ganglion.room.persist.Proposal;
import dev.ganglion.room.redact.RedactService;
import dev.ganglion.room.send.SendService;
import dev.ganglion.room.state.StateService;
import dev.ganglion.service.identity.Standing;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sends a delayed event the way its sender's client would have. */
@Component
class Doors {
    /** Less than a claim lasts; what takes longer may still be written, and is found then. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Set<String> CALL_MEMBERS =
            Set.of(EventTypes.CALL_MEMBER, EventTypes.UNSTABLE_CALL_MEMBER);

    private final SendService sending;
    private final StateService states;
    private final RedactService redacting;
    private final AccountLookup accounts;

    Doors(
            SendService sending,
            StateService states,
            RedactService redacting,
            AccountLookup accounts) {
        this.sending = sending;
        this.states = states;
        this.redacting = redacting;
        this.accounts = accounts;
    }

    /** The event's ID, the same however often it is sent. Refused by the rules as ever. */
    Mono<EventId> send(DelayedEvent event) {
        return Mono.defer(() -> inItsSendersStanding(event)).timeout(PATIENCE);
    }

    /**
     * What was scheduled before an account was suspended or locked is not said after it. What says
     * only that somebody is gone may come whoever they are.
     */
    private Mono<EventId> inItsSendersStanding(DelayedEvent event) {
        EventDraft draft = event.draft();
        return endsACall(draft) || isLeave(draft)
                ? through(event)
                : accounts.standing(draft.sender()).flatMap(now -> through(event, now));
    }

    /** Who may say nothing may still take back what they said. */
    private Mono<EventId> through(DelayedEvent event, Standing standing) {
        EventDraft draft = event.draft();
        if (standing == Standing.GOOD) {
            return through(event);
        }
        return draft.type().equals(EventTypes.REDACTION)
                ? redacting.redactOwn(event.room(), redaction(draft), event.transaction())
                : Mono.fromRunnable(standing::mustBeGood);
    }

    private static boolean endsACall(EventDraft draft) {
        return CALL_MEMBERS.contains(draft.type()) && draft.content().equals(JsonObject.EMPTY);
    }

    private static boolean isLeave(EventDraft draft) {
        return draft.type().equals(EventTypes.MEMBER)
                && draft.stateKey().filter(draft.sender().value()::equals).isPresent()
                && draft.content().string("membership").equals(Optional.of("leave"));
    }

    private Mono<EventId> through(DelayedEvent event) {
        EventDraft draft = event.draft();
        if (draft.stateKey().isPresent()) {
            return states.set(draft, stateProposal(event));
        }
        return draft.type().equals(EventTypes.REDACTION)
                ? redacting.redact(event.room(), redaction(draft), event.transaction())
                : sending.send(event.room(), draft, event.transaction());
    }

    private static EventDraft redaction(EventDraft draft) {
        return EventDraft.redaction(
                draft.sender(), draft.redacts().orElseThrow(), draft.content().without("redacts"));
    }

    private static Proposal stateProposal(DelayedEvent event) {
        Set<StateKeyTuple> replaced = Set.of(event.draft().stateKeyTuple().orElseThrow());
        return Proposal.deciding(
                        event.room(),
                        replaced,
                        view -> {
                            Overtaking.mustNotShow(view, event);
                            return List.of(event.draft());
                        })
                .once(event.transaction());
    }
}
