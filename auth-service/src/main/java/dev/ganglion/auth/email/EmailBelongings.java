package dev.ganglion.auth.email;

import dev.ganglion.auth.deactivation.Belongings;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

/** The addresses of a user who is no more: they are free for others. */
@Component
class EmailBelongings implements Belongings {
    private final EmailAddresses addresses;

    EmailBelongings(EmailAddresses addresses) {
        this.addresses = addresses;
    }

    @Override
    public Mono<Void> deleteOf(UserId user) {
        return addresses.deleteAll(user);
    }
}
