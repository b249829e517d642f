package dev.ganglion.auth.capability;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.ganglion.auth.email.EmailValidations;
import dev.ganglion.protocol.version.RoomVersion;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

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
    private final Map<String, Record> capabilities;

    CapabilityController(EmailValidations validations) {
        this.capabilities =
                Map.of(
                        "m.change_password", ON,
                        "m.set_displayname", ON,
                        "m.set_avatar_url", ON,
                        "m.profile_fields", ON,
                        "m.3pid_changes", validations.isPossible() ? ON : OFF,
                        "m.get_login_token", OFF,
                        "m.forget_forced_upon_leave", OFF,
                        "m.room_versions", ROOM_VERSIONS);
    }

    record Capabilities(Map<String, Record> capabilities) {}

    record Switch(boolean enabled) {}

    record RoomVersions(
            @JsonProperty("default") String defaultVersion, Map<String, String> available) {}

    /** The requester is named only to refuse calls without one. */
    @GetMapping("/_matrix/client/v3/capabilities")
    Capabilities capabilities(Requester requester) {
        return new Capabilities(capabilities);
    }
}
