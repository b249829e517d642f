package dev.ganglion.standalone;

import dev.ganglion.auth.AuthServiceApplication;
import dev.ganglion.gateway.GatewayServiceApplication;
import dev.ganglion.media.MediaServiceApplication;
import dev.ganglion.moderation.ModerationServiceApplication;
import dev.ganglion.room.RoomServiceApplication;
import dev.ganglion.sync.SyncServiceApplication;

import java.util.Locale;

/** The six services in the order in which they start; they stop in the opposite order. */
enum SuiteService {
    // room-service comes first: sync-service and moderation-service read the tables that it
    // migrates.
    ROOM(RoomServiceApplication.class),
    AUTH(AuthServiceApplication.class),
    SYNC(SyncServiceApplication.class),
    MEDIA(MediaServiceApplication.class),
    MODERATION(ModerationServiceApplication.class),
    // The gateway opens the public port, so everything behind it is up by then.
    GATEWAY(GatewayServiceApplication.class);

    private final Class<?> application;

    SuiteService(Class<?> application) {
        this.application = application;
    }

    Class<?> application() {
        return application;
    }

    /** The name by which the others know it, and by which its key signs. */
    String serviceName() {
        return name().toLowerCase(Locale.ROOT);
    }

    String configName() {
        return serviceName() + "-service";
    }

    /** The database schema that it owns; the gateway owns none and is never asked. */
    String schema() {
        return this == ROOM ? "rooms" : serviceName();
    }
}
