package dev.ganglion.room.timeline;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.room.history.StoredEvent;

import java.util.Optional;

/** Which memberships {@code /members} shows; of two conditions either will do. */
record MemberFilter(Optional<Membership> wanted, Optional<Membership> unwanted) {
    boolean matches(StoredEvent member) {
        Membership membership = Membership.of(member.event()).orElse(Membership.LEAVE);
        if (wanted.isEmpty() && unwanted.isEmpty()) {
            return true;
        }
        return wanted.filter(one -> one == membership).isPresent()
                || unwanted.filter(one -> one != membership).isPresent();
    }
}
