package dev.ganglion.auth.oauth;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;

import dev.ganglion.protocol.identifier.DeviceId;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Client-server API, "Scope": everything that a user can do, on one device. Other scopes are not
 * granted and cost nothing to ask for.
 *
 * @param text what is granted, in the client's own spelling
 */
record MatrixScope(DeviceId deviceId, String text) {
    static final ErrorObject REFUSAL =
            OAuth2Error.INVALID_SCOPE.setDescription(
                    "The scope has to have urn:matrix:client:api:* and one"
                            + " urn:matrix:client:device:ID");

    private static final int MAX_LENGTH = 1_024;

    /** The proposal's spelling is what some clients still send. */
    private static final List<String> PREFIXES =
            List.of("urn:matrix:client:", "urn:matrix:org.matrix.msc2967.client:");

    private static final List<String> API =
            PREFIXES.stream().map(prefix -> prefix + "api:*").toList();

    /** What needs no escape in a link, and what older clients made device IDs of. */
    private static final Pattern DEVICE_ID = Pattern.compile("[A-Za-z0-9._~+/=-]{1,255}");

    /** Empty when the API or the one device is missing, or the device ID is not one. */
    static Optional<MatrixScope> parse(String scope) {
        if (scope.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        List<String> all = Arrays.stream(scope.split(" ")).distinct().toList();
        List<String> apis = all.stream().filter(API::contains).toList();
        List<String> devices = all.stream().filter(one -> device(one).isPresent()).toList();
        Set<String> ids =
                devices.stream().flatMap(one -> device(one).stream()).collect(Collectors.toSet());
        if (apis.isEmpty() || ids.size() != 1) {
            return Optional.empty();
        }
        return ids.stream()
                .filter(id -> DEVICE_ID.matcher(id).matches())
                .map(DeviceId::parse)
                .map(id -> new MatrixScope(id, joined(apis) + " " + joined(devices)))
                .findFirst();
    }

    private static String joined(List<String> scopes) {
        return String.join(" ", scopes);
    }

    private static Optional<String> device(String scope) {
        return PREFIXES.stream()
                .map(prefix -> prefix + "device:")
                .filter(scope::startsWith)
                .map(prefix -> scope.substring(prefix.length()))
                .findFirst();
    }
}
