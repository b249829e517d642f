package dev.ganglion.room.invitepermission;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.client.InternalClients;
import dev.ganglion.service.config.ServerProperties;

import org.springframework.stereotype.Service;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.publisher.Mono;

import java.time.Duration;

/** Says who may be invited; asks sync-service whether somebody blocks invitations. */
@Service
public class InvitePermissions {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ServerProperties server;
    private final WebClient sync;

    InvitePermissions(ServerProperties server, InternalClients clients) {
        this.server = server;
        this.sync = clients.of("sync");
    }

    private record Permission(boolean isBlocked) {}

    /**
     * {@code M_FORBIDDEN} for users of other servers, {@code M_INVITE_BLOCKED} for whoever does not
     * want to be invited. While sync-service does not answer everybody may be: it hides what was
     * written meanwhile from those who block.
     */
    public Mono<Void> mustAllow(UserId invited) {
        return invited.serverName().equals(server.serverName())
                ? mustWant(invited)
                : Mono.error(
                        MatrixException.forbidden(
                                "Users of other servers cannot be reached from here"));
    }

    private Mono<Void> mustWant(UserId invited) {
        Mono<Permission> asked =
                sync.get()
                        .uri("/internal/users/{user}/invite_permission", invited)
                        .retrieve()
                        .bodyToMono(Permission.class);
        return InternalClients.unlessAway(asked, PATIENCE)
                .filter(Permission::isBlocked)
                .flatMap(_ -> Mono.error(blocked(invited)));
    }

    private static MatrixException blocked(UserId invited) {
        return MatrixException.of(
                403, ErrorCode.INVITE_BLOCKED, invited + " does not want to be invited");
    }
}
