package dev.ganglion.room.moderation;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.moderation.ModerationProperties.WhenUnavailable;
import dev.ganglion.room.moderation.ModerationVerdict.Allow;
import dev.ganglion.service.client.InternalClients;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.publisher.Mono;

import java.time.Duration;

/** Asks moderation-service about an event while a policy is active; costs nothing while none is. */
@Component
public class ModerationGate {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ActivePolicy policy;
    private final WebClient moderation;
    private final ModerationProperties properties;

    ModerationGate(ActivePolicy policy, InternalClients clients, ModerationProperties properties) {
        this.policy = policy;
        this.moderation = clients.of("moderation");
        this.properties = properties;
    }

    /**
     * The verdict; 503 when nobody answers and the operator has not said that messages go out
     * unchecked then.
     */
    public Mono<ModerationVerdict> check(
            RoomId room, UserId sender, String type, JsonObject content) {
        if (!policy.isInLine()) {
            return Mono.just(Allow.ALLOW);
        }
        JsonObject question =
                JsonObject.builder()
                        .put("room_id", room.value())
                        .put("sender", sender.value())
                        .put("type", type)
                        .put("content", content)
                        .build();
        return moderation
                .post()
                .uri("/internal/moderation/check")
                .bodyValue(question)
                .retrieve()
                .bodyToMono(JsonObject.class)
                .timeout(PATIENCE)
                .map(ModerationGate::verdict)
                .onErrorResume(failure -> unavailable());
    }

    private Mono<ModerationVerdict> unavailable() {
        return properties.whenUnavailable() == WhenUnavailable.ALLOW
                ? Mono.just(Allow.ALLOW)
                : Mono.error(
                        MatrixException.unavailable(
                                "Messages cannot be checked right now: try again"));
    }

    private static ModerationVerdict verdict(JsonObject answer) {
        String reason = answer.string("reason").orElse("Not allowed by this server's policy");
        return switch (answer.string("verdict").orElse("")) {
            case "reject" -> new ModerationVerdict.Reject(reason);
            case "delete" -> new ModerationVerdict.Delete(reason);
            default -> Allow.ALLOW;
        };
    }
}
