package dev.ganglion.auth.capability;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.ganglion.auth.email.EmailValidations;
import dev.ganglion.auth.logintoken.LoginTokens;
import dev.ganglion.auth.password.Passwords;
import dev.ganglion.protocol.version.RoomVersion;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

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

    private final Capabilities ofAll;
    private final Capabilities ofAdministrators;

    CapabilityController(
            Passwords passwords, LoginTokens loginTokens, EmailValidations validations) {
        this.ofAll =
                new Capabilities(
                        Map.of(
                                "m.change_password", passwords.areKeptHere() ? ON : OFF,
                                "m.set_displayname", ON,
                                "m.set_avatar_url", ON,
                                "m.profile_fields", ON,
                                "m.3pid_changes", validations.isPossible() ? ON : OFF,
                                "m.get_login_token", loginTokens.areMadeByDevices() ? ON : OFF,
                                "m.forget_forced_upon_leave", OFF,
                                "m.room_versions", ROOM_VERSIONS));
        this.ofAdministrators =
                ofAll.with("m.account_moderation", new AccountModeration(true, true));
    }

    record Capabilities(Map<String, Record> capabilities) {
        Capabilities with(String name, Record capability) {
            Map<String, Record> more = new HashMap<>(capabilities);
            more.put(name, capability);
            return new Capabilities(more);
        }
    }

    record Switch(boolean enabled) {}

    record RoomVersions(
            @JsonProperty("default") String defaultVersion, Map<String, String> available) {}

    record AccountModeration(boolean suspend, boolean lock) {}

    /** Administrators are told what they can do to others. */
    @GetMapping("/_matrix/client/v3/capabilities")
    Capabilities capabilities(Requester requester) {
        return requester.isServerAdmin() ? ofAdministrators : ofAll;
    }
}
