package dev.ganglion.auth.threepid;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/**
 * Associations that identity servers keep. This server has none made and none ended: the first
 * would tell others than its users who they are, the second asks for its signature.
 */
@RestController
class IdentityServerController {
    /** The older one of both does the same. */
    @PostMapping({"/_matrix/client/v3/account/3pid/bind", "/_matrix/client/v3/account/3pid"})
    Mono<Void> bind(Requester requester, @RequestBody JsonObject request) {
        requester.mustNotBeGuest();
        return Mono.error(
                MatrixException.of(
                        403,
                        ErrorCode.SERVER_NOT_TRUSTED,
                        "This server does not bind addresses at identity servers"));
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
