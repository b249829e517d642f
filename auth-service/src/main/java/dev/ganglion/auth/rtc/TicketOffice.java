package dev.ganglion.auth.rtc;

import dev.ganglion.auth.openid.OpenIdTokens;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.client.InternalClients;
import dev.ganglion.service.config.ServerProperties;

import org.springframework.stereotype.Service;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.publisher.Mono;

/** Gives tickets into calls to members of the room who prove who they are. */
@Service
class TicketOffice {
    private final Livekit livekit;
    private final OpenIdTokens openIdTokens;
    private final WebClient rooms;
    private final ServerName serverName;

    TicketOffice(
            Livekit livekit,
            OpenIdTokens openIdTokens,
            InternalClients clients,
            ServerProperties server) {
        this.livekit = livekit;
        this.openIdTokens = openIdTokens;
        this.rooms = clients.of("room");
        this.serverName = server.serverName();
    }

    private record MemberState(boolean isJoined) {}

    Mono<Livekit.Ticket> ticket(TicketRequest request) {
        if (!livekit.hasTickets()) {
            return Mono.error(MatrixException.unrecognized());
        }
        // Taken for done, the client would leave the event alone, and drop out of its own call.
        if (request.delayId().filter(id -> !id.isEmpty()).isPresent()) {
            return Mono.error(
                    MatrixException.badJson("Delayed events cannot be delegated to this server"));
        }
        return bearer(request.requireProof())
                .flatMap(
                        user -> {
                            Participant participant = request.participant(user);
                            return requireJoined(request.requireRoom(), user)
                                    .then(Mono.defer(() -> livekit.ticket(participant)));
                        });
    }

    static MatrixException unauthorized(String message) {
        return MatrixException.of(401, ErrorCode.UNAUTHORIZED, message);
    }

    /** Only of this server, as long as it cannot ask others. */
    private Mono<UserId> bearer(TicketRequest.OpenIdProof proof) {
        String token = proof.requireToken();
        return proof.requireServerName().equals(serverName.value())
                ? openIdTokens
                        .bearer(token)
                        .onErrorMap(MatrixException.class, refusal -> unauthorized(refusal.error()))
                : Mono.error(unauthorized("Users of other servers cannot be recognized yet"));
    }

    private Mono<Void> requireJoined(RoomId room, UserId user) {
        return rooms.get()
                .uri("/internal/rooms/{roomId}/members/{userId}", room.value(), user.value())
                .retrieve()
                .bodyToMono(MemberState.class)
                .filter(MemberState::isJoined)
                .switchIfEmpty(
                        Mono.error(() -> MatrixException.forbidden("You are not in this room")))
                .then();
    }
}
