package dev.ganglion.sync.pusher;

import dev.ganglion.sync.device.Logouts;

import jakarta.annotation.PreDestroy;

import org.springframework.stereotype.Component;

import reactor.core.Disposable;

/**
 * Takes away the pushers of devices that were logged out. What a lost announcement leaves behind
 * tells nothing to anybody, and goes with the background work.
 */
@Component
class FormerPushers {
    private final Disposable subscription;

    FormerPushers(PusherRepository repository, Logouts logouts) {
        this.subscription = logouts.each("Pushers", repository::removeOfFormerDevices);
    }

    @PreDestroy
    void stop() {
        subscription.dispose();
    }
}
