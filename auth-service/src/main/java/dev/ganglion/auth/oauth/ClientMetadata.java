package dev.ganglion.auth.oauth;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.client.RegistrationError;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Client-server API, "Client registration": what a client says of itself, reduced to what this
 * server understands. What it does not understand is left out, what breaks a rule is refused.
 */
final class ClientMetadata {
    private static final int MAX_URIS = 10;
    private static final int MAX_NAME = 100;

    private final JsonObject given;
    private final String host;

    private ClientMetadata(JsonObject given, String host) {
        this.given = given;
        this.host = host;
    }

    /** Fails with {@code invalid_client_metadata} or {@code invalid_redirect_uri}. */
    static JsonObject accepted(JsonObject given) {
        String clientUri =
                text(given, "client_uri").orElseThrow(() -> refused("There is no client_uri"));
        String host = host(clientUri);
        return new ClientMetadata(given, host).accepted(clientUri);
    }

    private JsonObject accepted(String clientUri) {
        String type = text(given, "application_type").orElse("web");
        requireOneOf("application_type", type, Set.of("web", "native"));
        String method = text(given, "token_endpoint_auth_method").orElse("none");
        requireOneOf("token_endpoint_auth_method", method, Set.of("none"));
        List<String> grants =
                known("grant_types", List.of(GrantTypes.CODE), Set.copyOf(GrantTypes.ALL));
        List<String> responses = known("response_types", List.of("code"), Set.of("code"));
        List<String> redirects = redirectUris(type.equals("native"));
        requireUsable(grants, responses, redirects);
        return JsonObject.builder()
                .put("client_uri", clientUri)
                .put("application_type", type)
                .put("token_endpoint_auth_method", method)
                .put("grant_types", JsonArray.ofStrings(grants))
                .put("response_types", JsonArray.ofStrings(responses))
                .put("redirect_uris", JsonArray.ofStrings(redirects))
                .putIfPresent("client_name", text(given, "client_name").map(ClientMetadata::name))
                .putIfPresent("logo_uri", ownUri("logo_uri"))
                .putIfPresent("tos_uri", ownUri("tos_uri"))
                .putIfPresent("policy_uri", ownUri("policy_uri"))
                .build();
    }

    private static void requireUsable(
            List<String> grants, List<String> responses, List<String> redirects) {
        boolean hasCode = grants.contains(GrantTypes.CODE);
        if (!hasCode && !grants.contains(GrantTypes.DEVICE)) {
            throw refused("grant_types has nothing that this server knows");
        }
        if (hasCode && !responses.contains("code")) {
            throw refused("response_types has to have code");
        }
        if (hasCode && redirects.isEmpty()) {
            throw refused(RegistrationError.INVALID_REDIRECT_URI, "There are no redirect_uris");
        }
    }

    private static String host(String clientUri) {
        URI uri = RedirectUris.parsed(clientUri).orElseThrow(() -> notOwn("client_uri"));
        String host = Optional.ofNullable(uri.getHost()).orElse("").toLowerCase(Locale.ROOT);
        if (host.isEmpty() || !RedirectUris.isWeb(uri, host)) {
            throw refused("client_uri has to be an https address without a user");
        }
        return host;
    }

    private List<String> redirectUris(boolean isNative) {
        List<String> uris = strings("redirect_uris").orElse(List.of());
        if (uris.size() > MAX_URIS) {
            throw refused(
                    RegistrationError.INVALID_REDIRECT_URI,
                    "There are more than " + MAX_URIS + " redirect_uris");
        }
        if (!uris.stream().allMatch(uri -> RedirectUris.isAllowed(uri, host, isNative))) {
            throw refused(
                    RegistrationError.INVALID_REDIRECT_URI,
                    "A redirect URI does not fit the client_uri and the application_type");
        }
        return uris;
    }

    private Optional<String> ownUri(String key) {
        return text(given, key)
                .map(
                        text ->
                                RedirectUris.parsed(text)
                                        .filter(uri -> RedirectUris.isWeb(uri, host))
                                        .map(_ -> text)
                                        .orElseThrow(() -> notOwn(key)));
    }

    private List<String> known(String key, List<String> otherwise, Set<String> understood) {
        return strings(key).orElse(otherwise).stream()
                .filter(understood::contains)
                .distinct()
                .sorted()
                .toList();
    }

    private Optional<List<String>> strings(String key) {
        Optional<List<JsonValue>> values = given.array(key).map(JsonArray::values);
        boolean isWrong =
                (values.isEmpty() && given.has(key))
                        || values.stream()
                                .flatMap(List::stream)
                                .anyMatch(value -> !(value instanceof JsonString));
        if (isWrong) {
            throw refused(key + " is not an array of strings");
        }
        return given.array(key).map(array -> array.strings().toList());
    }

    private static Optional<String> text(JsonObject given, String key) {
        if (given.has(key) && given.string(key).isEmpty()) {
            throw refused(key + " is not a string");
        }
        return given.string(key).filter(text -> !text.isEmpty());
    }

    /** Neither long nor able to lay out a page anew: what is invisible goes. */
    private static String name(String given) {
        String visible =
                given.codePoints()
                        .filter(ClientMetadata::isVisible)
                        .limit(MAX_NAME)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString()
                        .strip();
        if (visible.isEmpty()) {
            throw refused("client_name is not a name");
        }
        return visible;
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }

    private static void requireOneOf(String key, String value, Set<String> known) {
        if (!known.contains(value)) {
            throw refused(
                    key + " can only be " + String.join(" or ", known.stream().sorted().toList()));
        }
    }

    private static OAuthException notOwn(String key) {
        return refused(key + " has to be an https address on the host of client_uri or below");
    }

    private static OAuthException refused(String why) {
        return refused(RegistrationError.INVALID_CLIENT_METADATA, why);
    }

    private static OAuthException refused(ErrorObject error, String why) {
        return OAuthException.of(error, why);
    }
}
