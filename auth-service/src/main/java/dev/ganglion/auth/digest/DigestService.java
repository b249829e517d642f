package dev.ganglion.auth.digest;

import dev.ganglion.auth.email.EmailAddresses;
import dev.ganglion.auth.mail.EmailAddress;
import dev.ganglion.auth.mail.Mailer;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.database.Uninterrupted;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/** Sends digests, to addresses that are their users' alone, and each of them once. */
@Service
class DigestService {
    private final DigestRepository repository;
    private final EmailAddresses addresses;
    private final DigestMail mails;
    private final Mailer mailer;

    DigestService(
            DigestRepository repository,
            EmailAddresses addresses,
            DigestMail mails,
            Mailer mailer) {
        this.repository = repository;
        this.addresses = addresses;
        this.mails = mails;
        this.mailer = mailer;
    }

    /** What became of a mail. */
    enum Outcome {
        /** It went out, now or before. */
        SENT,
        /** The mail server takes none for this address, or the user is to get none. */
        REFUSED,
        /** The mail server is away, or there is none. */
        FAILED,
        /** The address is not the user's. */
        GONE
    }

    /**
     * The address as it is compared, if it is this user's. Others' addresses are refused like those
     * that nobody has.
     */
    Mono<EmailAddress> ownAddress(UserId user, String address) {
        if (!mailer.isConfigured()) {
            return Mono.error(
                    MatrixException.invalidParam(
                            "This server sends no mail, so it has no pushers of the kind email"));
        }
        return Mono.justOrEmpty(EmailAddress.tryParse(address))
                .filterWhen(known -> addresses.findOwner(known).map(user::equals))
                .switchIfEmpty(Mono.error(DigestService::notFound));
    }

    /** Goes on to its end when nobody waits for it: what did not go out must be known. */
    Mono<Outcome> send(UserId user, MissedMessages missed) {
        return !mailer.isConfigured()
                ? Mono.just(Outcome.FAILED)
                : Mono.justOrEmpty(EmailAddress.tryParse(missed.address()))
                        .flatMap(address -> begin(user, address, missed))
                        .defaultIfEmpty(Outcome.GONE)
                        .as(Uninterrupted::work);
    }

    private Mono<Outcome> begin(UserId user, EmailAddress address, MissedMessages missed) {
        return repository
                .begin(user, address, missed.number())
                .flatMap(
                        permission ->
                                switch (permission) {
                                    case BEGUN -> Mono.just(Outcome.SENT);
                                    case LOCKED -> Mono.just(Outcome.REFUSED);
                                    case NEW -> mailed(user, address, missed);
                                });
    }

    private Mono<Outcome> mailed(UserId user, EmailAddress address, MissedMessages missed) {
        return Mono.fromSupplier(() -> mails.to(user, address, missed))
                .flatMap(mailer::send)
                .thenReturn(Outcome.SENT)
                .onErrorResume(
                        failure ->
                                repository
                                        .takeBack(address, missed.number())
                                        .then(outcome(failure)));
    }

    private static Mono<Outcome> outcome(Throwable failure) {
        return failure instanceof MatrixException refusal
                ? Mono.just(
                        refusal.errorCode().equals(ErrorCode.INVALID_PARAM)
                                ? Outcome.REFUSED
                                : Outcome.FAILED)
                : Mono.error(failure);
    }

    private static MatrixException notFound() {
        return MatrixException.of(
                400,
                ErrorCode.THREEPID_NOT_FOUND,
                "This is not an email address of yours: add it to your account first");
    }
}
