package dev.ganglion.architecture.seeded.room.one;

import dev.ganglion.architecture.seeded.auth.Account;
import dev.ganglion.architecture.seeded.room.two.Two;

import reactor.core.publisher.Mono;

import java.time.Instant;

/** Knows another service, is half of a circle, blocks, and asks the machine for the time. */
public class One {
    Account account = new Account();
    Two two = new Two();

    Instant now() {
        Mono.empty().block();
        return Instant.now();
    }
}
