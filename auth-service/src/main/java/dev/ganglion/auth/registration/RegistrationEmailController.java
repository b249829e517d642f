package dev.ganglion.auth.registration;

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

/**
 * Proving an address for a registration. Client-server API, "Account registration and management".
 */
@RestController
class RegistrationEmailController {
    private final RegistrationPolicy policy;
    private final EmailValidations validations;

    RegistrationEmailController(RegistrationPolicy policy, EmailValidations validations) {
        this.policy = policy;
        this.validations = validations;
    }

    @PostMapping("/_matrix/client/v3/register/email/requestToken")
    Mono<EmailValidations.Started> requestToken(
            @RequestBody EmailTokenRequest request,
            @RequestHeader(name = InternalHeaders.CLIENT_ADDRESS, defaultValue = "unknown")
                    ClientAddress client) {
        policy.requireOpen();
        return validations.start(Purpose.REGISTRATION, request, Optional.empty(), client);
    }

    @PostMapping("/_matrix/client/v3/register/msisdn/requestToken")
    Mono<EmailValidations.Started> requestSms() {
        return Mono.error(EmailValidations.notSupported("phone numbers"));
    }
}
