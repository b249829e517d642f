package dev.ganglion.auth.password;

import dev.ganglion.auth.account.Account;
import dev.ganglion.auth.account.Usernames;
import dev.ganglion.auth.email.EmailAddresses;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.mail.EmailAddress;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.config.ServerProperties;
import dev.ganglion.service.identity.TokenHash;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.Optional;

/**
 * Who is meant by what somebody calls themselves, and whether the password is theirs. Every answer
 * is empty whether nobody is meant or the password is wrong, after the same time; and fails with
 * {@code M_LIMIT_EXCEEDED} after too many wrong ones.
 */
@Service
public class PasswordOwners {
    private final Passwords passwords;
    private final Usernames usernames;
    private final EmailAddresses addresses;
    private final ServerProperties server;

    PasswordOwners(
            Passwords passwords,
            Usernames usernames,
            EmailAddresses addresses,
            ServerProperties server) {
        this.passwords = passwords;
        this.usernames = usernames;
        this.addresses = addresses;
        this.server = server;
    }

    /** By a user ID of this server or its localpart. */
    public Mono<Account> byName(String name, String password, ClientAddress client) {
        UserId user = usernames.meant(name).orElseGet(() -> nobody(""));
        return passwords.authenticate(user, password, client);
    }

    /** By an email address: one that somebody has is locked by itself, like one that nobody has. */
    public Mono<Account> byAddress(String address, String password, ClientAddress client) {
        String named = named(address);
        return byAddress(address, named, nobody(named), password, client);
    }

    /**
     * By whichever of them was typed in. A directory may know people by addresses that nobody has
     * shown to be theirs here: it is asked about the text as a name.
     */
    public Mono<Account> byEither(String typed, String password, ClientAddress client) {
        boolean isAddress = typed.indexOf('@') > 0;
        if (!isAddress) {
            return byName(typed, password, client);
        }
        String named = named(typed);
        UserId otherwise = usernames.meant(typed).orElseGet(() -> nobody(named));
        return byAddress(typed, named, otherwise, password, client);
    }

    private Mono<Account> byAddress(
            String address, String named, UserId otherwise, String password, ClientAddress client) {
        return Mono.justOrEmpty(EmailAddress.tryParse(address))
                .flatMap(addresses::findOwner)
                .defaultIfEmpty(otherwise)
                .flatMap(user -> passwords.authenticate(user, named, password, client));
    }

    private static String named(String address) {
        Optional<EmailAddress> email = EmailAddress.tryParse(address);
        return "EMAIL-" + TokenHash.of(email.map(EmailAddress::value).orElse(address)).text();
    }

    /** Nobody can register capital letters. */
    private UserId nobody(String localpart) {
        return UserId.of(localpart, server.serverName());
    }
}
