package dev.ganglion.room.userdirectory;

import dev.ganglion.protocol.identifier.UserId;

import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What people are found by in the directory. */
@Service
public class UserDirectory {
    private final EntryRepository entries;
    private final TransactionalOperator transaction;

    UserDirectory(EntryRepository entries, TransactionalOperator transaction) {
        this.entries = entries;
        this.transaction = transaction;
    }

    /** Looks at what a user is called now. */
    public Mono<Void> refresh(UserId user) {
        return refresh(new TreeSet<>(Set.of(user.value()))).as(transaction::transactional);
    }

    /** Nobody finds the user from now on; for accounts that are closed. */
    public Mono<Void> hide(UserId user) {
        return entries.hide(user);
    }

    /**
     * Part of a transaction. Profiles are read when nobody else can be about to write what they
     * were before.
     */
    Mono<Void> refresh(SortedSet<String> users) {
        return users.isEmpty()
                ? Mono.empty()
                : entries.lock(users)
                        .then(Mono.defer(() -> entries.listProfiles(users)))
                        .flatMap(entries::save);
    }
}
