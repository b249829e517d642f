package dev.ganglion.room.create;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.ganglion.protocol.auth.HistoryVisibility;
import dev.ganglion.protocol.auth.JoinRule;

/**
 * What a room is for, and the state that follows from it. Client-server API, "Creation", {@code
 * preset}.
 */
enum Preset {
    @JsonProperty("private_chat")
    PRIVATE_CHAT(JoinRule.INVITE, "can_join"),
    @JsonProperty("trusted_private_chat")
    TRUSTED_PRIVATE_CHAT(JoinRule.INVITE, "can_join"),
    @JsonProperty("public_chat")
    PUBLIC_CHAT(JoinRule.PUBLIC, "forbidden");

    private final JoinRule joinRule;
    private final String guestAccess;

    Preset(JoinRule joinRule, String guestAccess) {
        this.joinRule = joinRule;
        this.guestAccess = guestAccess;
    }

    JoinRule joinRule() {
        return joinRule;
    }

    HistoryVisibility historyVisibility() {
        return HistoryVisibility.SHARED;
    }

    String guestAccess() {
        return guestAccess;
    }
}
