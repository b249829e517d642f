package dev.ganglion.auth.device;

import dev.ganglion.auth.account.Accounts;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Client-server API, "Server administration": where a user was last seen, for the user and for
 * administrators.
 */
@RestController
class WhoisController {
    private final Accounts accounts;
    private final DeviceRepository devices;

    WhoisController(Accounts accounts, DeviceRepository devices) {
        this.accounts = accounts;
        this.devices = devices;
    }

    record Whois(UserId userId, Map<String, DeviceInfo> devices) {}

    record DeviceInfo(List<SessionInfo> sessions) {
        /** A device that was never used has no connection. */
        static DeviceInfo of(Device device) {
            List<ConnectionInfo> connections =
                    device
                            .lastSeenTs()
                            .map(time -> new ConnectionInfo(device.lastSeenIp(), time))
                            .stream()
                            .toList();
            return new DeviceInfo(List.of(new SessionInfo(connections)));
        }
    }

    record SessionInfo(List<ConnectionInfo> connections) {}

    record ConnectionInfo(Optional<String> ip, long lastSeen) {}

    @GetMapping("/_matrix/client/v3/admin/whois/{userId}")
    Mono<Whois> whois(Requester requester, @PathVariable UserId userId) {
        if (!requester.userId().equals(userId)) {
            requester.mustBeServerAdmin();
        }
        return accounts.find(userId)
                .switchIfEmpty(Mono.error(() -> MatrixException.notFound("There is no such user")))
                .flatMap(_ -> devices.list(userId))
                .map(list -> new Whois(userId, byId(list)));
    }

    private static Map<String, DeviceInfo> byId(List<Device> devices) {
        return devices.stream()
                .collect(Collectors.toMap(device -> device.deviceId().value(), DeviceInfo::of));
    }
}
