package dev.ganglion.auth.digest;

import dev.ganglion.auth.digest.DigestService.Outcome;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.ServiceCaller;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/** Is asked by sync-service whose an address is, and to send what it has found. */
@RestController
class DigestController {
    private final DigestService digests;

    DigestController(DigestService digests) {
        this.digests = digests;
    }

    record Address(String address) {}

    record Sent(Outcome outcome) {}

    @PostMapping("/internal/users/{userId}/digest/address")
    Mono<Address> ownAddress(
            ServiceCaller caller, @PathVariable UserId userId, @RequestBody Address asked) {
        caller.mustBe("sync");
        return digests.ownAddress(userId, asked.address()).map(own -> new Address(own.value()));
    }

    @PostMapping("/internal/users/{userId}/digest")
    Mono<Sent> send(
            ServiceCaller caller, @PathVariable UserId userId, @RequestBody MissedMessages missed) {
        caller.mustBe("sync");
        return digests.send(userId, missed).map(Sent::new);
    }
}
