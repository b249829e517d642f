package dev.ganglion.auth.accountpage;

import dev.ganglion.protocol.identifier.DeviceId;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A device as its owner sees it here.
 *
 * @param client the host of the app, if it is one that signs in by these pages
 */
record AccountDevice(
        DeviceId id,
        Optional<String> name,
        Optional<String> client,
        Optional<Instant> lastSeen,
        Optional<String> lastAddress,
        Instant createdAt) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    Map<String, Object> shown() {
        return Map.of(
                "id", id.value(),
                "name", name.orElse(id.value()),
                "client", client.orElse(""),
                "lastSeen", lastSeen.map(TIME::format).orElse(""),
                "address", lastAddress.orElse(""),
                "created", TIME.format(createdAt));
    }
}
