package dev.ganglion.auth.oauth;

import dev.ganglion.auth.browsersession.Continuation;
import dev.ganglion.auth.browsersession.SignIn;
import dev.ganglion.auth.page.PublicUrl;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonBoolean;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.time.Duration;
import java.util.List;

/** Client-server API, "Server metadata discovery" (RFC 8414). */
@RestController
class MetadataController {
    static final String PATH = "/_matrix/client/v1/auth_metadata";

    /** For clients from before version 1.15. */
    static final String UNSTABLE_PATH = "/_matrix/client/unstable/org.matrix.msc2965/auth_metadata";

    /** Links with the names of the proposal are understood, but not announced. */
    private static final List<String> ACCOUNT_ACTIONS =
            List.of(
                    "org.matrix.profile",
                    "org.matrix.devices_list",
                    "org.matrix.device_view",
                    "org.matrix.device_delete",
                    "org.matrix.account_deactivate",
                    "org.matrix.cross_signing_reset");

    private final OAuthServer server;
    private final PublicUrl publicUrl;
    private final SignIn signIn;

    MetadataController(OAuthServer server, PublicUrl publicUrl, SignIn signIn) {
        this.server = server;
        this.publicUrl = publicUrl;
        this.signIn = signIn;
    }

    @GetMapping({PATH, UNSTABLE_PATH})
    ResponseEntity<JsonObject> metadata() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePublic())
                .body(body());
    }

    private JsonObject body() {
        JsonArray none = JsonArray.ofStrings(List.of("none"));
        JsonObject.Builder body =
                JsonObject.builder()
                        .put("issuer", server.issuer().getValue())
                        .put("authorization_endpoint", endpoint("authorize"))
                        .put("token_endpoint", endpoint("token"))
                        .put("revocation_endpoint", endpoint("revoke"))
                        .put("registration_endpoint", endpoint("register"))
                        .put("device_authorization_endpoint", endpoint("device_authorization"))
                        .put("response_types_supported", JsonArray.ofStrings(List.of("code")))
                        .put(
                                "response_modes_supported",
                                JsonArray.ofStrings(List.of("query", "fragment")))
                        .put("grant_types_supported", JsonArray.ofStrings(GrantTypes.ALL))
                        .put(
                                "code_challenge_methods_supported",
                                JsonArray.ofStrings(List.of("S256")))
                        .put("token_endpoint_auth_methods_supported", none)
                        .put("revocation_endpoint_auth_methods_supported", none)
                        .put("authorization_response_iss_parameter_supported", JsonBoolean.of(true))
                        .put(
                                "account_management_uri",
                                publicUrl.of("/_ganglion/account").toString())
                        .put(
                                "account_management_actions_supported",
                                JsonArray.ofStrings(ACCOUNT_ACTIONS));
        if (signIn.newcomers(Continuation.of("")).isPresent()) {
            body.put("prompt_values_supported", JsonArray.ofStrings(List.of("create")));
        }
        return body.build();
    }

    private String endpoint(String name) {
        return server.endpoint(name).toString();
    }
}
