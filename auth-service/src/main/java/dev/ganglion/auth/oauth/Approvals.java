package dev.ganglion.auth.oauth;

import dev.ganglion.protocol.identifier.UserId;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/** What a user has allowed in some browser, and no device has fetched yet. */
@Service
public class Approvals {
    private final Codes codes;
    private final DeviceGrants grants;

    Approvals(Codes codes, DeviceGrants grants) {
        this.codes = codes;
        this.grants = grants;
    }

    /**
     * No device comes of them any more. To be called when the browsers' sessions have ended, since
     * they may allow more until then, and before those of the devices end.
     */
    public Mono<Void> forgetAll(UserId user) {
        return codes.deleteOf(user).then(grants.deleteOf(user));
    }
}
