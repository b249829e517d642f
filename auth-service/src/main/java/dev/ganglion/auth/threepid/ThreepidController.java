package dev.ganglion.auth.threepid;

import dev.ganglion.auth.email.EmailAddresses;
import dev.ganglion.auth.email.EmailTokenRequest;
import dev.ganglion.auth.email.EmailValidations;
import dev.ganglion.auth.email.OwnedAddress;
import dev.ganglion.auth.email.Purpose;
import dev.ganglion.auth.email.ThreepidCreds;
import dev.ganglion.auth.interactive.InteractiveAuth;
import dev.ganglion.auth.interactive.Operation;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.mail.EmailAddress;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/** Addresses of accounts on this server, whatever identity servers say. */
@RestController
class ThreepidController {
    private static final String EMAIL = "email";

    private final EmailAddresses addresses;
    private final EmailValidations validations;
    private final InteractiveAuth interactive;
    private final TransactionalOperator transaction;

    ThreepidController(
            EmailAddresses addresses,
            EmailValidations validations,
            InteractiveAuth interactive,
            TransactionalOperator transaction) {
        this.addresses = addresses;
        this.validations = validations;
        this.interactive = interactive;
        this.transaction = transaction;
    }

    record Threepid(String medium, String address, long validatedAt, long addedAt) {
        static Threepid of(OwnedAddress owned) {
            return new Threepid(
                    EMAIL,
                    owned.address().value(),
                    owned.validatedAt().toEpochMilli(),
                    owned.addedAt().toEpochMilli());
        }

        /** Not in logs: an address is its owner's affair. */
        @Override
        public String toString() {
            return "Threepid";
        }
    }

    record Threepids(List<Threepid> threepids) {}

    record AddRequest(
            Optional<String> sid, Optional<String> clientSecret, Optional<JsonObject> auth) {
        ThreepidCreds creds() {
            return ThreepidCreds.of(sid, clientSecret);
        }

        /** Without the secret, which must not get into a log. */
        @Override
        public String toString() {
            return "AddRequest";
        }
    }

    record NamedThreepid(Optional<String> medium, Optional<String> address) {
        String checkedMedium() {
            return medium.orElseThrow(() -> MatrixException.missingParam("medium"));
        }

        String checkedAddress() {
            return address.orElseThrow(() -> MatrixException.missingParam("address"));
        }
    }

    record UnbindResponse(String idServerUnbindResult) {
        /** Identity servers ask for the server's signature, and nothing was bound from here. */
        static final UnbindResponse NO_SUPPORT = new UnbindResponse("no-support");
    }

    @GetMapping("/_matrix/client/v3/account/3pid")
    Mono<Threepids> list(Requester requester) {
        requester.mustNotBeGuest();
        return addresses
                .list(requester.userId())
                .map(Threepid::of)
                .collectList()
                .map(Threepids::new);
    }

    @PostMapping("/_matrix/client/v3/account/3pid/email/requestToken")
    Mono<EmailValidations.Started> requestToken(
            Optional<Requester> requester,
            @RequestBody EmailTokenRequest request,
            @RequestHeader(name = InternalHeaders.CLIENT_ADDRESS, defaultValue = "unknown")
                    ClientAddress client) {
        return validations.start(Purpose.ADDING, request, requester.map(Requester::userId), client);
    }

    @PostMapping("/_matrix/client/v3/account/3pid/msisdn/requestToken")
    Mono<EmailValidations.Started> requestSms() {
        return Mono.error(EmailValidations.notSupported("phone numbers"));
    }

    /** What an identity server has seen proves nothing here. */
    @PostMapping("/_matrix/client/v3/account/3pid/add")
    Mono<EmptyResponse> add(
            Requester requester,
            @RequestBody AddRequest request,
            @RequestHeader(name = InternalHeaders.CLIENT_ADDRESS, defaultValue = "unknown")
                    ClientAddress client,
            ServerHttpRequest http) {
        requester.mustNotBeGuest();
        ThreepidCreds creds = request.creds();
        return interactive.whenOwner(
                Operation.of(http, requester, client).to(creds.sid()),
                request.auth(),
                _ -> added(requester.userId(), creds));
    }

    @PostMapping("/_matrix/client/v3/account/3pid/delete")
    Mono<UnbindResponse> delete(Requester requester, @RequestBody NamedThreepid named) {
        requester.mustNotBeGuest();
        String address = named.checkedAddress();
        return Mono.just(named.checkedMedium())
                .filter(EMAIL::equals)
                .flatMap(_ -> Mono.justOrEmpty(EmailAddress.tryParse(address)))
                .flatMap(email -> addresses.delete(requester.userId(), email))
                .thenReturn(UnbindResponse.NO_SUPPORT);
    }

    private Mono<EmptyResponse> added(UserId user, ThreepidCreds creds) {
        return validations
                .use(creds, Purpose.ADDING, user)
                .flatMap(proven -> addresses.add(user, proven))
                .as(transaction::transactional)
                .thenReturn(EmptyResponse.INSTANCE);
    }
}
