package dev.ganglion.room.delayedevent;

import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.account.AccountLookup;
import dev.ganglion.service.identity.Standing;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Set;

/**
 * What was scheduled before an account was suspended or locked is not said after it: who may send
 * nothing now sends nothing late either.
 */
@Component
class StandingOfSender {
    private static final Set<String> CALL_MEMBERS =
            Set.of("m.call.member", "org.matrix.msc3401.call.member");

    private final AccountLookup accounts;

    StandingOfSender(AccountLookup accounts) {
        this.accounts = accounts;
    }

    /** Fails with {@code M_USER_SUSPENDED} or {@code M_USER_LOCKED}; the end of a call may come. */
    Mono<Void> mustAllow(EventDraft draft) {
        return endsACall(draft)
                ? Mono.empty()
                : accounts.standing(draft.sender()).doOnNext(Standing::mustBeGood).then();
    }

    /** Says nothing but that somebody is gone, and would be missed by those still in the call. */
    private static boolean endsACall(EventDraft draft) {
        return CALL_MEMBERS.contains(draft.type()) && draft.content().equals(JsonObject.EMPTY);
    }
}
