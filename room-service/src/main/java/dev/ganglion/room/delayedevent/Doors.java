package dev.ganglion.room.delayedevent;

import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.room.persist.Proposal;
import dev.ganglion.room.redact.RedactService;
import dev.ganglion.room.send.SendService;
import dev.ganglion.room.state.StateService;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Sends a delayed event the way its sender's client would have. */
@Component
class Doors {
    /** Less than a claim lasts; what takes longer may still be written, and is found then. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SendService sending;
    private final StateService states;
    private final RedactService redacting;
    private final StandingOfSender standing;

    Doors(
            SendService sending,
            StateService states,
            RedactService redacting,
            StandingOfSender standing) {
        this.sending = sending;
        this.states = states;
        this.redacting = redacting;
        this.standing = standing;
    }

    /** The event's ID, the same however often it is sent. Refused by the rules as ever. */
    Mono<EventId> send(DelayedEvent event) {
        return standing.mustAllow(event.draft())
                .then(Mono.defer(() -> through(event)))
                .timeout(PATIENCE);
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
