package dev.ganglion.sync.longpoll;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.InvalidJsonException;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.identity.Requester;

import jakarta.annotation.PreDestroy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import reactor.core.Disposable;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Ends the long polls of sessions that auth-service has ended. */
@Component
class Revocations {
    private static final Logger log = LoggerFactory.getLogger(Revocations.class);

    private final LongPolls polls;
    private final Disposable subscription;

    Revocations(LongPolls polls, Bus bus) {
        this.polls = polls;
        this.subscription = bus.messages(Channel.SESSIONS).subscribe(this::revoke);
    }

    @PreDestroy
    void stop() {
        subscription.dispose();
    }

    private void revoke(byte[] message) {
        try {
            JsonObject said = Json.parseObject(message);
            said.string("user_id")
                    .flatMap(UserId::tryParse)
                    .ifPresent(user -> polls.revoke(user, requester -> isMeant(said, requester)));
        } catch (InvalidJsonException e) {
            log.warn("A message that is not JSON on {}", Channel.SESSIONS, e);
        }
    }

    /** Named by its token, by its device, or with all others of the user. */
    private static boolean isMeant(JsonObject said, Requester requester) {
        Set<String> tokens =
                said.array("token_hashes")
                        .orElse(JsonArray.EMPTY)
                        .strings()
                        .collect(Collectors.toSet());
        Optional<String> device = said.string("device_id");
        return said.bool("all").orElse(false)
                || requester.tokenHash().filter(tokens::contains).isPresent()
                || (device.isPresent() && device.equals(requester.deviceId().map(DeviceId::value)));
    }
}
