package dev.ganglion.auth.rtc;

import dev.ganglion.service.config.StartFailureException;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A LiveKit server of ours.
 *
 * @param url for clients
 * @param apiUrl for this service
 */
record MediaServer(URI url, URI apiUrl, String key, String secret) {
    private static final String PREFIX = "ganglion.livekit.";
    private static final int MIN_SECRET_CHARS = 32;

    /** Empty where there is none; settings that make no sense together stop the start. */
    static Optional<MediaServer> of(LivekitProperties settings, Optional<String> secret) {
        Optional<URI> url = Optional.ofNullable(settings.url());
        Optional<String> key = Optional.ofNullable(settings.key()).filter(name -> !name.isBlank());
        if (url.isEmpty() && key.isEmpty() && secret.isEmpty()) {
            return Optional.empty();
        }
        URI clientUrl = required("url", url);
        requireScheme("url", clientUrl, "wss", "ws");
        required("service-url", Optional.ofNullable(settings.serviceUrl()));
        URI apiUrl = Optional.ofNullable(settings.apiUrl()).orElseGet(() -> http(clientUrl));
        requireScheme("api-url", apiUrl, "https", "http");
        return Optional.of(
                new MediaServer(
                        clientUrl,
                        apiUrl,
                        required("key", key),
                        longEnough(required("secret", secret))));
    }

    static void requireScheme(String name, URI url, String... schemes) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!List.of(schemes).contains(scheme) || url.getHost() == null) {
            throw new StartFailureException(
                    PREFIX + name + " is no address that begins with " + schemes[0] + "://",
                    "Set " + PREFIX + name + " to such an address.");
        }
    }

    private static <T> T required(String name, Optional<T> value) {
        return value.orElseThrow(
                () ->
                        new StartFailureException(
                                "LiveKit is set up, but " + PREFIX + name + " is missing",
                                "Set "
                                        + PREFIX
                                        + name
                                        + ", or none of url, key and secret where another service"
                                        + " gives out the tokens."));
    }

    private static String longEnough(String secret) {
        if (secret.length() < MIN_SECRET_CHARS) {
            throw new StartFailureException(
                    PREFIX + "secret is shorter than " + MIN_SECRET_CHARS + " characters",
                    "Set " + PREFIX + "secret, and the same in LiveKit, to a longer one.");
        }
        return secret;
    }

    private static URI http(URI url) {
        return URI.create(url.toString().replaceFirst("(?i)^ws", "http"));
    }

    /** Without the secret, which must not get into a log. */
    @Override
    public String toString() {
        return "MediaServer[" + url + "]";
    }
}
