package dev.ganglion.sync.pusher;

import dev.ganglion.sync.device.KnownDevices;

/** What others need to know of the table of pushers, called {@code p} in their statements. */
public final class Pushers {
    /** Whether the device that made it is there still; one that was made without has none. */
    public static final String HAS_ITS_DEVICE =
            """
            (p.device_id is null or exists (
                select
                from auth.known_device d
                where d.user_id = p.user_id and d.device_id = p.device_id and %s = p.device_created))
            """
                    .formatted(KnownDevices.CREATED);

    private Pushers() {}
}
