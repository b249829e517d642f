package dev.ganglion.auth.ldap;

import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;

import dev.ganglion.protocol.error.MatrixException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Finds people in the directory and lets it check their passwords, on threads of its own. One
 * search and one bind for each attempt, whether or not there is such a person.
 */
class LdapClient implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LdapClient.class);
    private static final int WAITING_PER_CONNECTION = 8;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /** What a directory answers about the person, and not about itself. */
    private static final Set<ResultCode> REFUSALS =
            Set.of(
                    ResultCode.INVALID_CREDENTIALS,
                    ResultCode.NO_SUCH_OBJECT,
                    ResultCode.INAPPROPRIATE_AUTHENTICATION,
                    ResultCode.UNWILLING_TO_PERFORM,
                    ResultCode.CONSTRAINT_VIOLATION,
                    ResultCode.INVALID_DN_SYNTAX);

    private final LdapProperties properties;
    private final LDAPConnectionPool pool;
    private final ThreadPoolExecutor threads;
    private final Scheduler scheduler;
    private volatile @Nullable String failure;

    LdapClient(LdapProperties properties, LDAPConnectionPool pool) {
        this.properties = properties;
        this.pool = pool;
        this.threads =
                new ThreadPoolExecutor(
                        properties.connections(),
                        properties.connections(),
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(properties.connections() * WAITING_PER_CONNECTION),
                        Thread.ofPlatform().daemon().name("ldap-", 1).factory());
        this.scheduler = Schedulers.fromExecutorService(threads, "ldap");
    }

    /** Empty when there is no such person, or it is not their password. */
    Mono<LdapPerson> authenticate(String username, String password) {
        if (password.isEmpty()) {
            // A bind without a password succeeds for everybody: RFC 4513, 5.1.2.
            return Mono.empty();
        }
        return Mono.fromCallable(() -> person(username, password))
                .subscribeOn(scheduler)
                .flatMap(Mono::justOrEmpty)
                .onErrorMap(this::told);
    }

    /** Why the directory could not be asked last; empty when it could. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() {
        scheduler.dispose();
        threads.shutdownNow();
        pool.close();
    }

    private Optional<LdapPerson> person(String username, String password) throws LDAPException {
        Optional<SearchResultEntry> entry = found(username);
        boolean isRight = isRight(entry.map(SearchResultEntry::getDN).orElse(nobody()), password);
        failure = null;
        return isRight ? entry.flatMap(this::known) : Optional.empty();
    }

    private Optional<LdapPerson> known(SearchResultEntry entry) {
        String localpart = entry.getAttributeValue(properties.localpartAttribute());
        if (localpart == null) {
            log.warn("{} has no {}", entry.getDN(), properties.localpartAttribute());
            return Optional.empty();
        }
        String subject =
                Subject.of(entry, properties.subjectAttribute())
                        .orElseThrow(() -> nameless(entry.getDN()));
        return Optional.of(
                new LdapPerson(
                        subject,
                        localpart,
                        properties.displayNameAttribute().map(entry::getAttributeValue)));
    }

    /** Their password is right, but the next of their name would get their account. */
    private MatrixException nameless(String dn) {
        String attribute = properties.subjectAttribute();
        failure = attribute + " is missing";
        log.error(
                "{} does not have one {}: set ganglion.ldap.subject-attribute to one that this"
                        + " directory gives to everybody and never to anybody else",
                dn,
                attribute);
        return MatrixException.unavailable(
                "The directory does not say for certain who you are: tell the operator of this"
                        + " server");
    }

    /** The one person of this name; of several it could be anybody, so it is nobody. */
    private Optional<SearchResultEntry> found(String username) throws LDAPException {
        String filter = properties.filter().replace("{username}", Filter.encodeValue(username));
        List<String> attributes =
                Stream.concat(
                                Stream.of(
                                        properties.subjectAttribute(),
                                        properties.localpartAttribute()),
                                properties.displayNameAttribute().stream())
                        .toList();
        var request =
                new SearchRequest(
                        properties.base(),
                        SearchScope.SUB,
                        DereferencePolicy.NEVER,
                        2,
                        Math.toIntExact(Math.max(1, properties.timeout().toSeconds())),
                        false,
                        Filter.create(filter),
                        attributes.toArray(String[]::new));
        try {
            List<SearchResultEntry> entries = pool.search(request).getSearchEntries();
            return entries != null && entries.size() == 1
                    ? Optional.of(entries.getFirst())
                    : Optional.empty();
        } catch (LDAPException e) {
            if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private boolean isRight(String dn, String password) throws LDAPException {
        try {
            pool.bindAndRevertAuthentication(dn, password);
            return true;
        } catch (LDAPException e) {
            if (REFUSALS.contains(e.getResultCode())) {
                return false;
            }
            throw e;
        }
    }

    /** Somebody whom no directory knows: the time tells nobody that nobody was found. */
    private String nobody() {
        return "cn=ganglion-nobody," + properties.base();
    }

    private Throwable told(Throwable problem) {
        return switch (problem) {
            case RejectedExecutionException _ -> MatrixException.limitExceeded(RETRY_AFTER);
            case LDAPException e -> {
                failure = e.getResultCode().toString();
                log.warn("The directory does not answer as it should: {}", e.getExceptionMessage());
                yield MatrixException.unavailable(
                        "The directory that knows the passwords does not answer: try again later");
            }
            default -> problem;
        };
    }
}
