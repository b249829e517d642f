package dev.ganglion.auth.capability;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.ganglion.auth.email.EmailValidations;
import dev.ganglion.auth.logintoken.LoginTokens;
import dev.ganglion.auth.password.Passwords;
import dev.ganglion.protocol.version.RoomVersion;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Client-server API, "Capabilities negotiation". */
@RestController
class CapabilityController {
    private static final Switch ON = new Switch(true);
    private static final Switch OFF = new Switch(false);
    private static final RoomVersions ROOM_VERSIONS =
            new RoomVersions(
                    RoomVersion.DEFAULT.id(),
                    RoomVersion.ALL.stream()
                            .collect(Collectors.toMap(RoomVersion::id, _ -> "stable")));

    private final Passwords passwords;
    private final Capabilities ofAll;

    CapabilityController(
            Passwords passwords, LoginTokens loginTokens, EmailValidations validations) {
        this.passwords = passwords;
        this.ofAll =
                new Capabilities(
                        Map.of(
                                "m.set_displayname", ON,
                                "m.set_avatar_url", ON,
                                "m.profile_fields", ON,
                                "m.3pid_changes", validations.isPossible() ? ON : OFF,
                                "m.get_login_token", loginTokens.areMadeByDevices() ? ON : OFF,
                                "m.forget_forced_upon_leave", OFF,
                                "m.room_versions", ROOM_VERSIONS));
    }

    record Capabilities(Map<String, Record> capabilities) {
        private Capabilities with(String name, Record capability) {
            Map<String, Record> more = new HashMap<>(capabilities);
            more.put(name, capability);
            return new Capabilities(more);
        }
    }

    record Switch(boolean enabled) {}

    record RoomVersions(
            @JsonProperty("default") String defaultVersion, Map<String, String> available) {}

    record AccountModeration(boolean suspend, boolean lock) {}

    /** Whose password a directory keeps cannot change it here. */
    @GetMapping("/_matrix/client/v3/capabilities")
    Mono<Capabilities> capabilities(Requester requester) {
        return passwords
                .isKeptHere(requester.userId())
                .map(isKept -> ofAll.with("m.change_password", isKept ? ON : OFF))
                .map(capabilities -> moderating(requester, capabilities));
    }

    /** Administrators are told what they can do to others. */
    private static Capabilities moderating(Requester requester, Capabilities capabilities) {
        return requester.isServerAdmin()
                ? capabilities.with("m.account_moderation", new AccountModeration(true, true))
                : capabilities;
    }
}
