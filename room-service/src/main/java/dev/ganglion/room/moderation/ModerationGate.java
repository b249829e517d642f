package dev.ganglion.room.moderation;

import dev.ganglion.protocol.error.MatrixException;
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
    public Mono<ModerationVerdict> check(UserId sender, String type, JsonObject content) {
        if (!policy.isInLine()) {
            return Mono.just(Allow.ALLOW);
        }
        JsonObject question =
                JsonObject.builder()
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

    /**
     * For what cannot be said and taken back in one breath, such as state: completes when it is
     * allowed, and refuses with {@code M_FORBIDDEN} what is to be rejected or deleted.
     */
    public Mono<Void> mustAllow(UserId sender, String type, JsonObject content) {
        return check(sender, type, content).flatMap(ModerationGate::refusal);
    }

    private static Mono<Void> refusal(ModerationVerdict verdict) {
        return switch (verdict) {
            case Allow allow -> Mono.empty();
            case ModerationVerdict.Reject(String reason) ->
                    Mono.error(MatrixException.forbidden(reason));
            case ModerationVerdict.Delete(String reason) ->
                    Mono.error(MatrixException.forbidden(reason));
        };
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
