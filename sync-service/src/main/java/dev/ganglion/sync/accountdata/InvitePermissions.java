package dev.ganglion.sync.accountdata;

import dev.ganglion.protocol.identifier.UserId;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import tools.jackson.databind.json.JsonMapper;

/** Who wants to be invited. Client-server API, "Invite permission". */
@Service
public class InvitePermissions {
    public static final String TYPE = "m.invite_permission_config";

    private final AccountData accountData;
    private final JsonMapper mapper;

    InvitePermissions(AccountData accountData, JsonMapper mapper) {
        this.accountData = accountData;
        this.mapper = mapper;
    }

    /** Whatever is said but {@code block} lets invitations through. */
    public Mono<Boolean> isBlocked(UserId user) {
        return accountData
                .find(user, AccountData.GLOBAL, TYPE)
                .map(this::isBlocking)
                .defaultIfEmpty(false);
    }

    public boolean isBlocking(byte[] content) {
        return mapper.readTree(content).path("default_action").asString("").equals("block");
    }
}
