package dev.ganglion.auth.sso;

import dev.ganglion.auth.externalidentity.ExternalIdentity;
import dev.ganglion.auth.identityprovider.Person;
import dev.ganglion.auth.token.ProviderSession;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import java.time.Instant;
import java.util.Optional;

/**
 * Somebody whom a provider has let in, before they are back at their client.
 *
 * @param id names it to the browser
 * @param browser what only that browser can prove
 * @param user absent until there is an account
 */
record Arrival(
        String id,
        String browser,
        Person person,
        Optional<UserId> user,
        Destination destination,
        Instant at) {
    static Arrival parse(String id, String text) {
        JsonObject json = Json.parseObject(text);
        Person person =
                new Person(
                        json.string("provider").orElse(""),
                        json.string("subject").orElse(""),
                        json.string("session"),
                        json.string("localpart"),
                        json.string("display_name"));
        return new Arrival(
                id,
                json.string("browser").orElse(""),
                person,
                json.string("user_id").flatMap(UserId::tryParse),
                Destination.parse(json.string("redirect_url").orElse("")),
                Instant.ofEpochMilli(json.integer("at").orElse(0L)));
    }

    Arrival as(UserId known) {
        return new Arrival(id, browser, person, Optional.of(known), destination, at);
    }

    ExternalIdentity identity() {
        return new ExternalIdentity(person.provider(), person.subject());
    }

    ProviderSession origin() {
        return new ProviderSession(person.provider(), person.subject(), person.session());
    }

    String json() {
        JsonObject.Builder json =
                JsonObject.builder()
                        .put("browser", browser)
                        .put("provider", person.provider())
                        .put("subject", person.subject())
                        .put("redirect_url", destination.text())
                        .put("at", at.toEpochMilli());
        person.session().ifPresent(session -> json.put("session", session));
        person.localpart().ifPresent(localpart -> json.put("localpart", localpart));
        person.displayName().ifPresent(name -> json.put("display_name", name));
        user.ifPresent(known -> json.put("user_id", known.value()));
        return json.build().toString();
    }
}
