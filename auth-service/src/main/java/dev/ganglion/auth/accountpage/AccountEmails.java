package dev.ganglion.auth.accountpage;

import dev.ganglion.auth.email.EmailAddresses;
import dev.ganglion.auth.email.EmailValidations;
import dev.ganglion.auth.email.PageValidations;
import dev.ganglion.auth.email.Purpose;
import dev.ganglion.auth.email.ThreepidCreds;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.mail.EmailAddress;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/** The email addresses of a user, by the same rules as for clients. */
@Service
class AccountEmails {
    private final EmailAddresses addresses;
    private final EmailValidations validations;
    private final TransactionalOperator transaction;
    private final PageValidations mails;

    AccountEmails(
            EmailAddresses addresses,
            EmailValidations validations,
            TransactionalOperator transaction,
            PageValidations mails) {
        this.addresses = addresses;
        this.validations = validations;
        this.transaction = transaction;
        this.mails = mails;
    }

    /** Whether this server can send the mails that it takes. */
    boolean arePossible() {
        return validations.isPossible();
    }

    Mono<List<String>> list(UserId user) {
        return addresses.list(user).map(owned -> owned.address().value()).collectList();
    }

    /** Sends a mail; whether the address is known here is said in it alone. */
    Mono<ThreepidCreds> begin(UserId user, String address, ClientAddress client) {
        return mails.start(Purpose.ADDING, address, Optional.of(user), client);
    }

    /** Fails with {@code M_THREEPID_AUTH_FAILED} as long as nobody has confirmed the address. */
    Mono<Void> add(UserId user, ThreepidCreds creds) {
        return validations
                .use(creds, Purpose.ADDING, user)
                .flatMap(proven -> addresses.add(user, proven))
                .as(transaction::transactional);
    }

    /** Whether the user had this address. */
    Mono<Boolean> delete(UserId user, String address) {
        return Mono.justOrEmpty(EmailAddress.tryParse(address))
                .flatMap(known -> addresses.delete(user, known))
                .defaultIfEmpty(false);
    }
}
