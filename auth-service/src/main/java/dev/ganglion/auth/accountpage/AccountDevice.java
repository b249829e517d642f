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
 * @param client the app, if it is one that signs in by these pages
 * @param host where that one is at home
 */
record AccountDevice(
        DeviceId id,
        Optional<String> name,
        Optional<String> client,
        Optional<String> host,
        Optional<Instant> lastSeen,
        Optional<String> lastAddress,
        Instant createdAt) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    /** With the host of its app, if it is among these. */
    AccountDevice at(Map<String, String> hosts) {
        return new AccountDevice(
                id, name, client, client.map(hosts::get), lastSeen, lastAddress, createdAt);
    }

    Map<String, Object> shown() {
        return Map.of(
                "id", id.value(),
                "name", name.orElse(id.value()),
                "client", host.orElse(""),
                "lastSeen", lastSeen.map(TIME::format).orElse(""),
                "address", lastAddress.orElse(""),
                "created", TIME.format(createdAt));
    }
}
