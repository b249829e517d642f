package dev.ganglion.room.identityserver;

import dev.ganglion.protocol.crypto.Sha256;
import dev.ganglion.protocol.crypto.UnpaddedBase64;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.identityserver.IdentityServerClient.Answer;

import org.springframework.stereotype.Service;
import org.springframework.web.util.UriComponentsBuilder;

import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Asks the identity servers that the operator trusts. {@code M_SERVER_NOT_TRUSTED} for all others,
 * {@code M_FORBIDDEN} with its words for what the server refuses, 503 for a server that does not
 * answer, or not as it should.
 */
@Service
public class IdentityServers {
    private static final String ALGORITHM = "sha256";

    private final IdentityServerProperties servers;
    private final IdentityServerClient client;

    IdentityServers(IdentityServerProperties servers, IdentityServerClient client) {
        this.servers = servers;
        this.client = client;
    }

    /** Who has that address; empty when the server knows nobody. */
    public Mono<UserId> find(ThirdPartyInvitee invitee) {
        TrustedServer server = trusted(invitee);
        return Mono.defer(() -> lookUp(server, invitee))
                // The server has changed its pepper between the two calls.
                .retryWhen(Retry.max(1).filter(OldPepper.class::isInstance))
                .onErrorMap(
                        failure -> failure.getCause() instanceof OldPepper,
                        _ -> IdentityServerClient.makesNoSense());
    }

    /**
     * Has the server keep an invitation, and tell whoever has the address.
     *
     * @param about what the server is told of the room and of who invites
     */
    public Mono<StoredInvite> store(ThirdPartyInvitee invitee, JsonObject about) {
        JsonObject question =
                about.toBuilder()
                        .put("medium", invitee.medium())
                        .put("address", invitee.address())
                        .build();
        return client.post(address(trusted(invitee), "/store-invite"), token(invitee), question)
                .map(IdentityServers::given)
                .map(
                        answer ->
                                StoredInvite.of(answer)
                                        .orElseThrow(IdentityServerClient::makesNoSense));
    }

    /** Whether a key still counts, asked where its invitation says. */
    public Mono<Boolean> isValid(String publicKey, String validityUrl) {
        return Mono.fromCallable(() -> trustedAddress(publicKey, validityUrl))
                .flatMap(address -> client.get(address, Optional.empty()))
                .map(IdentityServers::given)
                .map(answer -> answer.bool("valid").orElse(false));
    }

    private Mono<UserId> lookUp(TrustedServer server, ThirdPartyInvitee invitee) {
        return client.get(address(server, "/hash_details"), token(invitee))
                .map(IdentityServers::given)
                .map(IdentityServers::pepper)
                .flatMap(pepper -> lookUp(server, invitee, pepper));
    }

    private Mono<UserId> lookUp(TrustedServer server, ThirdPartyInvitee invitee, String pepper) {
        String hash = hash(invitee.address() + " " + invitee.medium() + " " + pepper);
        JsonObject question =
                JsonObject.builder()
                        .put("algorithm", ALGORITHM)
                        .put("pepper", pepper)
                        .put("addresses", JsonArray.ofStrings(List.of(hash)))
                        .build();
        return client.post(address(server, "/lookup"), token(invitee), question)
                .doOnNext(IdentityServers::requirePepper)
                .map(IdentityServers::given)
                .mapNotNull(
                        answer ->
                                answer.object("mappings")
                                        .flatMap(mappings -> mappings.string(hash))
                                        .map(IdentityServers::user)
                                        .orElse(null));
    }

    private static UserId user(String mxid) {
        return UserId.tryParse(mxid).orElseThrow(IdentityServerClient::makesNoSense);
    }

    private static String pepper(JsonObject details) {
        if (details.array("algorithms")
                .orElse(JsonArray.EMPTY)
                .strings()
                .noneMatch(ALGORITHM::equals)) {
            throw IdentityServerClient.makesNoSense();
        }
        return details.string("lookup_pepper").orElseThrow(IdentityServerClient::makesNoSense);
    }

    private static JsonObject given(Answer answer) {
        return switch (answer) {
            case Answer.Given(JsonObject body) -> body;
            case Answer.Refused refused -> throw refused.asRefusal();
        };
    }

    private static void requirePepper(Answer answer) {
        if (answer instanceof Answer.Refused refused && refused.is("M_INVALID_PEPPER")) {
            throw new OldPepper();
        }
    }

    /** Identity service API, "Client behaviour": the hash of address, medium and pepper. */
    private static String hash(String text) {
        return UnpaddedBase64.encodeUrlSafe(Sha256.of(text));
    }

    private TrustedServer trusted(ThirdPartyInvitee invitee) {
        return servers.find(invitee.idServer()).orElseThrow(IdentityServers::notTrusted);
    }

    private URI trustedAddress(String publicKey, String validityUrl) {
        URI address = parsed(validityUrl);
        if (servers.trusted().stream().noneMatch(server -> server.serves(address))) {
            throw notTrusted();
        }
        return UriComponentsBuilder.fromUri(address)
                .queryParam("public_key", "{key}")
                .encode()
                .buildAndExpand(publicKey)
                .toUri();
    }

    private static URI parsed(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException _) {
            throw notTrusted();
        }
    }

    private static URI address(TrustedServer server, String endpoint) {
        return URI.create(server.base() + "/_matrix/identity/v2" + endpoint);
    }

    private static Optional<String> token(ThirdPartyInvitee invitee) {
        return Optional.of(invitee.idAccessToken());
    }

    private static MatrixException notTrusted() {
        return MatrixException.of(
                403,
                ErrorCode.SERVER_NOT_TRUSTED,
                "This server does not trust that identity server: invite by user ID, or ask the"
                        + " administrator of this server to add it");
    }

    /** Used once: the server had changed it meanwhile. */
    private static final class OldPepper extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OldPepper() {
            super("The pepper has changed", null, false, false);
        }
    }
}
