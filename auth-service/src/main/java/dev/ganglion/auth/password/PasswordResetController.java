package dev.ganglion.auth.password;

import dev.ganglion.auth.email.EmailTokenRequest;
import dev.ganglion.auth.email.EmailValidations;
import dev.ganglion.auth.email.Purpose;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.service.identity.InternalHeaders;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** The beginning of a password reset; the rest is the change of the password. */
@RestController
class PasswordResetController {
    private final EmailValidations validations;

    PasswordResetController(EmailValidations validations) {
        this.validations = validations;
    }

    /** Who is logged in does not matter: who has the address sets the password. */
    @PostMapping("/_matrix/client/v3/account/password/email/requestToken")
    Mono<EmailValidations.Started> requestToken(
            @RequestBody EmailTokenRequest request,
            @RequestHeader(name = InternalHeaders.CLIENT_ADDRESS, defaultValue = "unknown")
                    ClientAddress client) {
        return validations.start(Purpose.PASSWORD, request, Optional.empty(), client);
    }

    @PostMapping("/_matrix/client/v3/account/password/msisdn/requestToken")
    Mono<EmailValidations.Started> requestSms() {
        return Mono.error(EmailValidations.notSupported("phone numbers"));
    }
}
