package dev.ganglion.auth.threepid;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.Requester;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;

/**
 * Associations that identity servers keep. None is ended here: that needs the server's signature.
 */
@RestController
class IdentityServerController {
    private final Binding binding;

    IdentityServerController(Binding binding) {
        this.binding = binding;
    }

    record OlderWish(Optional<Binding.Wish> threePidCreds) {}

    @PostMapping("/_matrix/client/v3/account/3pid/bind")
    Mono<ResponseEntity<JsonObject>> bind(Requester requester, @RequestBody Binding.Wish wish) {
        requester.mustNotBeGuest();
        return binding.bind(requester.userId(), wish);
    }

    /** What it was once besides is {@code /3pid/add} now. */
    @PostMapping("/_matrix/client/v3/account/3pid")
    Mono<ResponseEntity<JsonObject>> bindAsBefore(
            Requester requester, @RequestBody OlderWish wish) {
        requester.mustNotBeGuest();
        return binding.bind(
                requester.userId(),
                wish.threePidCreds()
                        .orElseThrow(() -> MatrixException.missingParam("three_pid_creds")));
    }

    @PostMapping("/_matrix/client/v3/account/3pid/unbind")
    ThreepidController.UnbindResponse unbind(
            Requester requester, @RequestBody ThreepidController.NamedThreepid named) {
        requester.mustNotBeGuest();
        named.checkedMedium();
        named.checkedAddress();
        return ThreepidController.UnbindResponse.NO_SUPPORT;
    }
}
