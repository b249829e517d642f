package dev.ganglion.auth.account;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.appservice.ApplicationService;
import dev.ganglion.service.appservice.ApplicationServices;
import dev.ganglion.service.config.ServerProperties;

import org.springframework.stereotype.Component;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;

/**
 * Which user ID a name stands for. Latin capitals are mapped to small letters and nothing else is
 * mapped: a letter of another script that looks alike, or that Unicode would fold to a Latin one,
 * is refused. Appendices, "User Identifiers".
 */
@Component
public class Usernames {
    /** The suite's own users: they send, and nobody can log in as them. */
    private static final Set<String> OF_THE_SERVER = Set.of("server", "moderation");

    private static final String GENERATED_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int GENERATED_LENGTH = 12;

    private final ServerProperties server;
    private final AccountProperties properties;
    private final ApplicationServices applicationServices;
    private final SecureRandom random;

    Usernames(
            ServerProperties server,
            AccountProperties properties,
            ApplicationServices applicationServices,
            SecureRandom random) {
        this.server = server;
        this.properties = properties;
        this.applicationServices = applicationServices;
        this.random = random;
    }

    /**
     * The ID that this name would get in a registration by the public.
     *
     * @throws MatrixException {@code M_INVALID_USERNAME}, {@code M_EXCLUSIVE} or {@code
     *     M_USER_IN_USE}; 503 while nobody knows all that application services keep
     */
    public UserId chosenByAnyone(String username) {
        applicationServices.requireComplete();
        UserId user = chosenByOperator(username);
        if (properties.reservedLocalparts().contains(user.localpart())) {
            throw MatrixException.of(400, ErrorCode.USER_IN_USE, "This name is reserved");
        }
        if (user.localpart().startsWith("_")) {
            throw MatrixException.of(
                    400,
                    ErrorCode.EXCLUSIVE,
                    "Names with a leading _ are for application services");
        }
        if (user.localpart().chars().allMatch(Character::isDigit)) {
            throw invalid("A name of digits alone is kept for guests");
        }
        return user;
    }

    /**
     * The ID that this name would get when the operator asks for it. What an application service
     * keeps for itself is kept from the operator too: {@code M_EXCLUSIVE}.
     */
    public UserId chosenByOperator(String username) {
        return free(Optional.empty(), grammatical(username));
    }

    /**
     * The ID that this name would get when an application service asks for it; {@code M_EXCLUSIVE}
     * outside of its namespaces.
     */
    public UserId chosenBy(ApplicationService applicationService, String username) {
        return free(Optional.of(applicationService), grammatical(username));
    }

    private UserId free(Optional<ApplicationService> caller, UserId user) {
        applicationServices.requireMayRegister(caller, user);
        return user;
    }

    private UserId grammatical(String username) {
        String localpart = lowerCase(username);
        if (!UserId.isLocalpartForNewUser(localpart)) {
            throw invalid("A name consists of a-z, 0-9 and the characters . _ = - / +");
        }
        if (OF_THE_SERVER.contains(localpart)) {
            throw MatrixException.of(400, ErrorCode.USER_IN_USE, "This name is the server's own");
        }
        return UserId.tryParse("@" + localpart + ":" + server.serverName())
                .orElseThrow(() -> invalid("The name is too long"));
    }

    /** An ID for somebody who did not ask for a name. */
    public UserId generated() {
        String localpart =
                random.ints(GENERATED_LENGTH, 0, GENERATED_ALPHABET.length())
                        .map(GENERATED_ALPHABET::charAt)
                        .collect(
                                () -> new StringBuilder("user-"),
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        return free(Optional.empty(), UserId.of(localpart, server.serverName()));
    }

    /** The ID that somebody means who logs in: a user ID of this server, or its localpart. */
    public Optional<UserId> meant(String user) {
        String localpart = user;
        if (user.startsWith("@")) {
            String suffix = ":" + server.serverName();
            if (!user.endsWith(suffix)) {
                return Optional.empty();
            }
            localpart = user.substring(1, Math.max(1, user.length() - suffix.length()));
        }
        return UserId.tryParse("@" + lowerCase(localpart) + ":" + server.serverName());
    }

    /** Whether this is one of the suite's own users, which have no account. */
    public boolean isOfTheServer(UserId user) {
        return user.serverName().equals(server.serverName())
                && OF_THE_SERVER.contains(user.localpart());
    }

    /** Not String.toLowerCase: that maps the Kelvin sign to k, for one. */
    private static String lowerCase(String text) {
        return text.chars()
                .map(c -> c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c)
                .collect(
                        StringBuilder::new,
                        (result, c) -> result.append((char) c),
                        StringBuilder::append)
                .toString();
    }

    private static MatrixException invalid(String message) {
        return MatrixException.of(400, ErrorCode.INVALID_USERNAME, message);
    }
}
