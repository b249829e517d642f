package dev.ganglion.auth.interactive;

import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.database.Uninterrupted;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Lets an operation happen once its client has completed a flow. */
@Service
public class InteractiveAuth {
    private static final Logger log = LoggerFactory.getLogger(InteractiveAuth.class);

    private final InteractiveSessions sessions;
    private final Map<String, Stage> stages;
    private final List<AccountStage> accountStages;

    InteractiveAuth(InteractiveSessions sessions, List<Stage> stages) {
        this.sessions = sessions;
        this.stages = stages.stream().collect(Collectors.toMap(Stage::type, Function.identity()));
        this.accountStages =
                stages.stream()
                        .filter(AccountStage.class::isInstance)
                        .map(AccountStage.class::cast)
                        .sorted(Comparator.comparing(Stage::type))
                        .toList();
    }

    /**
     * Does the action when this request completes the last stage, or all are completed. Otherwise
     * the client is told what is missing. The session ends with the action's success; when the
     * action fails, the client may repeat it within the session. An action that was begun is
     * finished, also when its client does not wait for it.
     */
    public <T> Mono<T> whenDone(
            Operation operation,
            Flows flows,
            Optional<JsonObject> auth,
            Function<InteractiveSession, Mono<T>> action) {
        return auth.map(given -> progressed(operation, flows, given))
                .orElseGet(() -> sessions.begin(operation, flows))
                .flatMap(session -> required(flows, session))
                .flatMap(
                        session ->
                                action.apply(session)
                                        .flatMap(done -> ended(session).thenReturn(done))
                                        .as(Uninterrupted::work));
    }

    /**
     * The same for an operation of a user, by whatever the account can be proven with; {@code
     * M_FORBIDDEN} where there is nothing such.
     */
    public <T> Mono<T> whenOwner(
            Operation operation,
            Optional<JsonObject> auth,
            Function<InteractiveSession, Mono<T>> action) {
        UserId user =
                operation.user().orElseThrow(() -> MatrixException.forbidden("There is no user"));
        return Flux.fromIterable(accountStages)
                .filterWhen(stage -> stage.isOpenTo(user))
                .map(stage -> List.of(stage.type()))
                .collectList()
                .map(Flows::new)
                .filter(flows -> !flows.flows().isEmpty())
                .switchIfEmpty(Mono.error(InteractiveAuth::unprovable))
                .flatMap(flows -> whenDone(operation, flows, auth, action));
    }

    /** Begins a session for an operation that people do on pages of this server. */
    public Mono<InteractiveSession> begin(Operation operation, Flows flows) {
        return sessions.begin(operation, flows);
    }

    /** A session that is under way, for the pages of stages; empty when there is none such. */
    public Mono<InteractiveSession> find(String id) {
        return sessions.find(id);
    }

    /**
     * Completes a stage beside the client, which repeats its request with the session alone. Fails
     * as the stage does.
     */
    public Mono<Void> complete(
            InteractiveSession session, String type, JsonObject auth, ClientAddress address) {
        Stage stage = stages.get(type);
        if (stage == null || !session.isNext(type)) {
            return Mono.error(MatrixException.forbidden("This stage is not the next one"));
        }
        return stage.complete(session.operation(address), auth)
                .flatMap(evidence -> sessions.save(session.with(type, evidence)))
                .then();
    }

    /**
     * A stage has been completed beside the client, which repeats its request with the session
     * alone. The caller has made sure that it was by the user of the session.
     */
    public Mono<Void> completed(InteractiveSession session, String type, JsonObject evidence) {
        return sessions.save(session.with(type, evidence)).then();
    }

    /** What is done is done: a session that cannot be ended now expires. */
    private Mono<Void> ended(InteractiveSession session) {
        return sessions.end(session)
                .doOnError(failure -> log.debug("A session stays until it expires", failure))
                .onErrorComplete(MatrixException.class);
    }

    private static MatrixException unprovable() {
        return MatrixException.forbidden("This account has nothing to authenticate again with");
    }

    private AuthenticationRequired asking(
            Flows flows, InteractiveSession session, @Nullable MatrixException refusal) {
        JsonObject.Builder params = JsonObject.builder();
        for (String type : flows.stages()) {
            Stage stage = stages.get(type);
            if (stage != null && !stage.params().keys().isEmpty()) {
                params.put(type, stage.params());
            }
        }
        return AuthenticationRequired.of(flows, params.build(), session, refusal);
    }

    private Mono<InteractiveSession> required(Flows flows, InteractiveSession session) {
        return flows.isDone(session.completedStages())
                ? Mono.just(session)
                : Mono.error(asking(flows, session, null));
    }

    private Mono<InteractiveSession> progressed(Operation operation, Flows flows, JsonObject auth) {
        return session(operation, flows, auth)
                .flatMap(session -> attempted(operation, flows, auth, session));
    }

    /** Clients that know what they are asked for may leave the session out of their first try. */
    private Mono<InteractiveSession> session(Operation operation, Flows flows, JsonObject auth) {
        if (!auth.has("session")) {
            return sessions.begin(operation, flows);
        }
        String id =
                auth.string("session")
                        .orElseThrow(() -> MatrixException.badJson("auth.session is not a string"));
        return sessions.find(id)
                .filter(session -> session.binding().equals(operation.binding()))
                .switchIfEmpty(Mono.defer(() -> refusedSession(operation, flows)));
    }

    /** Nobody learns whether the session is another's, has expired or never was. */
    private Mono<InteractiveSession> refusedSession(Operation operation, Flows flows) {
        MatrixException refusal =
                MatrixException.forbidden("There is no such session for this request");
        return sessions.begin(operation, flows)
                .flatMap(fresh -> Mono.error(asking(flows, fresh, refusal)));
    }

    private Mono<InteractiveSession> attempted(
            Operation operation, Flows flows, JsonObject auth, InteractiveSession session) {
        if (!auth.has("type")) {
            return Mono.just(session);
        }
        String type =
                auth.string("type")
                        .orElseThrow(() -> MatrixException.badJson("auth.type is not a string"));
        if (session.completedStages().contains(type)) {
            return Mono.just(session);
        }
        Stage stage = stages.get(type);
        if (stage == null || !flows.isNext(type, session.completedStages())) {
            var refusal = MatrixException.forbidden("This stage is not the next one of any flow");
            return Mono.error(asking(flows, session, refusal));
        }
        return stage.complete(operation, auth)
                .onErrorMap(MatrixException.class, failure -> asked(flows, session, failure))
                .flatMap(evidence -> sessions.save(session.with(type, evidence)));
    }

    /** A refused stage may be tried again; any other failure ends the request. */
    private Throwable asked(Flows flows, InteractiveSession session, MatrixException failure) {
        return switch (failure.errorCode()) {
            case FORBIDDEN, THREEPID_AUTH_FAILED, CAPTCHA_INVALID, CAPTCHA_NEEDED ->
                    asking(flows, session, failure);
            default -> failure;
        };
    }
}
