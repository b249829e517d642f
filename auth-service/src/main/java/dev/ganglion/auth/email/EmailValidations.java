package dev.ganglion.auth.email;

import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.lockout.Quota;
import dev.ganglion.auth.mail.Mailer;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.database.Uninterrupted;
import dev.ganglion.service.identity.TokenHash;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Proofs that somebody has an email address. */
@Service
public class EmailValidations {
    /** The type of the stage. */
    public static final String STAGE = "m.login.email.identity";

    private final ValidationRepository validations;
    private final ValidationMails mails;
    private final EmailAddresses addresses;
    private final NextLinks nextLinks;
    private final EmailProperties properties;
    private final Mailer mailer;
    private final Quota quota;

    EmailValidations(
            ValidationRepository validations,
            ValidationMails mails,
            EmailAddresses addresses,
            NextLinks nextLinks,
            EmailProperties properties,
            Mailer mailer,
            Quota quota) {
        this.validations = validations;
        this.mails = mails;
        this.addresses = addresses;
        this.nextLinks = nextLinks;
        this.properties = properties;
        this.mailer = mailer;
        this.quota = quota;
    }

    /** The answer of every {@code …/requestToken}. */
    public record Started(String sid) {}

    /** Whether this server can prove email addresses: whether it can send mail. */
    public boolean isPossible() {
        return mailer.isConfigured();
    }

    /** What phone numbers get here, and email addresses where there is no mail server. */
    public static MatrixException notSupported(String medium) {
        return MatrixException.of(
                400,
                ErrorCode.THREEPID_MEDIUM_NOT_SUPPORTED,
                "This server does not support " + medium);
    }

    /**
     * Sends a mail with which the address can be proved, or, unless the operator wants it told at
     * once, one that says why it cannot. A request that repeats the last send attempt sends
     * nothing.
     *
     * @param user who asks, if somebody is logged in; nobody else can use the proof then
     */
    public Mono<Started> start(
            Purpose purpose,
            EmailTokenRequest request,
            Optional<UserId> user,
            ClientAddress client) {
        if (!isPossible()) {
            return Mono.error(notSupported("email addresses"));
        }
        ValidationMails.Asked asked =
                new ValidationMails.Asked(
                        purpose,
                        request.checkedAddress(),
                        TokenHash.of(request.checkedSecret()),
                        user,
                        request.checkedAttempt(),
                        nextLinks.allowed(request.nextLink()));
        return quota.spend("mail", client, properties.requestsPerNetwork(), properties.window())
                .then(addresses.findOwner(asked.address()).hasElement())
                .map(isKnown -> requireAllowed(purpose, isKnown))
                .map(isAllowed -> mails.draft(asked, isAllowed))
                .flatMap(this::sent)
                .as(Uninterrupted::work)
                .map(Started::new);
    }

    /** The address that a client has proved; {@code M_THREEPID_AUTH_FAILED} if it has not. */
    Mono<ProvenAddress> proven(ThreepidCreds creds, Purpose purpose, Optional<UserId> user) {
        return creds.isWellFormed()
                ? validations
                        .findProven(creds, purpose, user)
                        .switchIfEmpty(Mono.error(EmailValidations::notProven))
                : Mono.error(notProven());
    }

    /**
     * Uses a proof up; belongs into the transaction that needs it. {@code M_THREEPID_AUTH_FAILED}
     * without one.
     */
    public Mono<ProvenAddress> use(ThreepidCreds creds, Purpose purpose, UserId user) {
        return creds.isWellFormed()
                ? validations
                        .useProven(creds, purpose, Optional.of(user))
                        .switchIfEmpty(Mono.error(EmailValidations::notProven))
                : Mono.error(notProven());
    }

    /** The same for what the stage {@value #STAGE} has left as evidence. */
    public Mono<ProvenAddress> use(JsonObject evidence) {
        return Mono.justOrEmpty(evidence.string("sid"))
                .flatMap(validations::useProven)
                .switchIfEmpty(Mono.error(EmailValidations::notProven));
    }

    static MatrixException notProven() {
        return MatrixException.of(
                403,
                ErrorCode.THREEPID_AUTH_FAILED,
                "The email address is not confirmed: open the link in the mail");
    }

    private boolean requireAllowed(Purpose purpose, boolean isKnown) {
        boolean isAllowed = purpose.allows(isKnown);
        if (!isAllowed && !properties.hideKnownAddresses()) {
            throw isKnown
                    ? EmailAddresses.inUse()
                    : MatrixException.of(
                            400,
                            ErrorCode.THREEPID_NOT_FOUND,
                            "No account here has this email address");
        }
        return isAllowed;
    }

    private Mono<String> sent(ValidationMails.Draft draft) {
        return validations
                .begin(draft.begun())
                .flatMap(sid -> mailed(sid, draft).thenReturn(sid))
                .switchIfEmpty(Mono.defer(() -> validations.find(draft.begun())));
    }

    private Mono<Void> mailed(String sid, ValidationMails.Draft draft) {
        String target = "mail:" + TokenHash.of(draft.begun().asked().address().value()).text();
        return quota.spend(target, properties.mailsPerAddress(), properties.window())
                .then(Mono.defer(() -> mailer.send(draft.mail())))
                .onErrorResume(
                        failure ->
                                validations
                                        .undoAttempt(sid, draft.begun().asked().sendAttempt())
                                        .then(Mono.error(failure)));
    }
}
