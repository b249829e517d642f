package dev.ganglion.auth.terms;

import dev.ganglion.auth.terms.TermsProperties.Document;
import dev.ganglion.auth.terms.TermsProperties.Policy;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The policies of this server, and who has accepted which. */
@Service
public class Terms {
    /** The type of the stage. */
    public static final String STAGE = "m.login.terms";

    private static final String DEFAULT_LANGUAGE = "en";

    private final TreeMap<String, Policy> policies;
    private final DatabaseClient database;
    private final Clock clock;

    Terms(TermsProperties properties, DatabaseClient database, Clock clock) {
        this.policies = new TreeMap<>(properties.policies());
        this.database = database;
        this.clock = clock;
    }

    /** Whether there is anything to accept. */
    public boolean areThere() {
        return !policies.isEmpty();
    }

    /** Keeps what the stage {@value #STAGE} has left as evidence; in the caller's transaction. */
    public Mono<Void> accept(UserId user, JsonObject evidence) {
        return Flux.fromIterable(evidence.keys())
                .concatMap(
                        policy ->
                                Mono.justOrEmpty(evidence.string(policy))
                                        .flatMap(version -> accept(user, policy, version)))
                .then();
    }

    /** What clients show: policies with versions, names and links. */
    JsonObject params() {
        JsonObject.Builder all = JsonObject.builder();
        policies.forEach((name, policy) -> all.put(name, definition(policy)));
        return JsonObject.builder().put("policies", all.build()).build();
    }

    /** Which version of each policy there is now. */
    JsonObject versions() {
        JsonObject.Builder versions = JsonObject.builder();
        policies.forEach((name, policy) -> versions.put(name, policy.version()));
        return versions.build();
    }

    /** The documents to show to somebody whose language nobody knows. */
    List<Map<String, String>> documents() {
        return policies.values().stream()
                .map(Policy::languages)
                .map(Terms::document)
                .map(document -> Map.of("name", document.name(), "url", document.url()))
                .toList();
    }

    private static Document document(Map<String, Document> languages) {
        Document english = languages.get(DEFAULT_LANGUAGE);
        return english != null ? english : new TreeMap<>(languages).firstEntry().getValue();
    }

    private static JsonObject definition(Policy policy) {
        JsonObject.Builder definition = JsonObject.builder().put("version", policy.version());
        policy.languages()
                .forEach(
                        (language, document) ->
                                definition.put(
                                        language,
                                        JsonObject.builder()
                                                .put("name", document.name())
                                                .put("url", document.url())
                                                .build()));
        return definition.build();
    }

    /** Relies on the primary key. */
    private Mono<Void> accept(UserId user, String policy, String version) {
        return database.sql(
                        """
                        insert into auth.accepted_terms (user_id, policy, version, accepted_at)
                        values (:user, :policy, :version, :now)
                        on conflict (user_id, policy, version) do nothing
                        """)
                .bind("user", user.value())
                .bind("policy", policy)
                .bind("version", version)
                .bind("now", clock.instant())
                .then();
    }
}
