package dev.ganglion.auth.email;

import dev.ganglion.auth.interactive.Operation;
import dev.ganglion.auth.interactive.Stage;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Arrays;

/**
 * An email address that was proved for this very operation. Client-server API, "Email-based
 * (identity / homeserver)"; identity servers in it are passed over.
 */
@Component
class EmailStage implements Stage {
    private final EmailValidations validations;

    EmailStage(EmailValidations validations) {
        this.validations = validations;
    }

    @Override
    public String type() {
        return EmailValidations.STAGE;
    }

    /** The proof is used up by the operation, not yet by the stage. */
    @Override
    public Mono<JsonObject> complete(Operation operation, JsonObject auth) {
        ThreepidCreds creds =
                auth.object("threepid_creds")
                        .map(ThreepidCreds::parse)
                        .orElseThrow(() -> MatrixException.missingParam("auth.threepid_creds"));
        return validations
                .proven(creds, purpose(operation), operation.user())
                .map(
                        proven ->
                                JsonObject.builder()
                                        .put("sid", creds.sid())
                                        .put("address", proven.address().value())
                                        .build());
    }

    static Purpose purpose(Operation operation) {
        return Arrays.stream(Purpose.values())
                .filter(purpose -> purpose.isOf(operation.endpoint()))
                .findFirst()
                .orElseThrow(EmailValidations::notProven);
    }
}
