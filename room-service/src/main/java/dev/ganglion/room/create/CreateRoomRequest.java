package dev.ganglion.room.create;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.identityserver.ThirdPartyInvitee;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The body of {@code POST /createRoom}; everything may be left out. */
record CreateRoomRequest(
        Optional<String> visibility,
        Optional<Preset> preset,
        Optional<String> roomAliasName,
        Optional<String> name,
        Optional<String> topic,
        Optional<List<UserId>> invite,
        @JsonProperty("invite_3pid") Optional<List<ThirdPartyInvitee>> invite3pid,
        Optional<String> roomVersion,
        Optional<JsonObject> creationContent,
        Optional<List<InitialState>> initialState,
        Optional<Boolean> isDirect,
        Optional<JsonObject> powerLevelContentOverride) {
    static final CreateRoomRequest EMPTY =
            new CreateRoomRequest(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    /** Whoever comes in stands below the level that it takes to speak. */
    static CreateRoomRequest forNotices(String name) {
        return new CreateRoomRequest(
                Optional.empty(),
                Optional.of(Preset.PUBLIC_CHAT),
                Optional.empty(),
                Optional.of(name),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(JsonObject.builder().put("users_default", -10).build()));
    }

    /** A state event to begin with. */
    record InitialState(String type, Optional<String> stateKey, JsonObject content) {}

    boolean isPublished() {
        return visibility.filter("public"::equals).isPresent();
    }

    /** What the visibility suggests where no preset is named. */
    Preset effectivePreset() {
        return preset.orElse(isPublished() ? Preset.PUBLIC_CHAT : Preset.PRIVATE_CHAT);
    }

    /** Elements of a list are the one thing that is read as null. */
    boolean hasNulls() {
        return Stream.of(invited(), invitedByAddress(), initialEvents())
                .flatMap(List::stream)
                .anyMatch(Objects::isNull);
    }

    List<InitialState> initialEvents() {
        return initialState.orElse(List.of());
    }

    List<ThirdPartyInvitee> invitedByAddress() {
        return invite3pid.orElse(List.of()).stream().distinct().toList();
    }

    List<UserId> invited() {
        return invite.orElse(List.of()).stream().distinct().toList();
    }
}
