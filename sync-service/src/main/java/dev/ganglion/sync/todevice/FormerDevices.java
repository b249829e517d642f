package dev.ganglion.sync.todevice;

import dev.ganglion.sync.device.Logouts;

import jakarta.annotation.PreDestroy;

import org.springframework.stereotype.Component;

import reactor.core.Disposable;

/**
 * Takes away what waits for devices that were logged out. What a lost announcement leaves behind is
 * never delivered, and goes with the background work.
 */
@Component
class FormerDevices {
    private final Disposable subscription;

    FormerDevices(QueueRepository repository, Logouts logouts) {
        this.subscription = logouts.each("Messages", repository::deleteOfFormerDevices);
    }

    @PreDestroy
    void stop() {
        subscription.dispose();
    }
}
