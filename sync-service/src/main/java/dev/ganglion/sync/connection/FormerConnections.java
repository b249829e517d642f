package dev.ganglion.sync.connection;

import dev.ganglion.sync.device.Logouts;

import jakarta.annotation.PreDestroy;

import org.springframework.stereotype.Component;

import reactor.core.Disposable;

/**
 * Takes away the connections of devices that were logged out. What a lost announcement leaves
 * behind goes with the background work.
 */
@Component
class FormerConnections {
    private final Disposable subscription;

    FormerConnections(ConnectionRepository repository, Logouts logouts) {
        this.subscription = logouts.each("Connections", repository::deleteOfFormerDevices);
    }

    @PreDestroy
    void stop() {
        subscription.dispose();
    }
}
