package dev.ganglion.auth.sso;

import dev.ganglion.auth.identityprovider.ProviderSignIn;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import java.time.Instant;

/**
 * Somebody who is on the way to a provider and back.
 *
 * @param browser what only the browser that was sent there can prove
 */
record PendingSignIn(
        String provider, ProviderSignIn.Secrets secrets, String browser, Purpose purpose) {
    static PendingSignIn parse(String state, String text) {
        JsonObject json = Json.parseObject(text);
        Purpose purpose =
                json.has("session")
                        ? new Purpose.Reauthentication(get(json, "session"))
                        : new Purpose.Login(Destination.parse(get(json, "redirect_url")));
        return new PendingSignIn(
                get(json, "provider"),
                new ProviderSignIn.Secrets(
                        state,
                        get(json, "nonce"),
                        get(json, "verifier"),
                        json.integer("since").map(Instant::ofEpochMilli)),
                get(json, "browser"),
                purpose);
    }

    String json() {
        JsonObject.Builder json =
                JsonObject.builder()
                        .put("provider", provider)
                        .put("nonce", secrets.nonce())
                        .put("verifier", secrets.verifier())
                        .put("browser", browser);
        secrets.since().ifPresent(since -> json.put("since", since.toEpochMilli()));
        switch (purpose) {
            case Purpose.Login(Destination destination) ->
                    json.put("redirect_url", destination.text());
            case Purpose.Reauthentication(String session) -> json.put("session", session);
        }
        return json.build().toString();
    }

    private static String get(JsonObject json, String key) {
        return json.string(key).orElse("");
    }

    /** Without the secrets, which must not get into a log. */
    @Override
    public String toString() {
        return "PendingSignIn[" + provider + "]";
    }
}
