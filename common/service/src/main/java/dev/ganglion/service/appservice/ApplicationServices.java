package dev.ganglion.service.appservice;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomAlias;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.config.StartFailureException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All application services, and what is kept for them. Application service API, "Registration" and
 * "Server admin style permissions".
 */
public final class ApplicationServices {
    private final Map<String, ApplicationService> byId = new LinkedHashMap<>();
    private final Map<String, ApplicationService> byTokenHash = new LinkedHashMap<>();
    private final List<StartFailureException> problems;

    ApplicationServices(List<ApplicationService> services, List<StartFailureException> problems) {
        this.problems = List.copyOf(problems);
        for (ApplicationService service : services) {
            byId.put(service.id(), service);
            byTokenHash.put(service.tokenHash(), service);
        }
    }

    /**
     * Reads the registration files; blocking. One that is wrong is left out: a bridge's mistake
     * must not take the whole server down.
     */
    public static ApplicationServices read(List<Path> files, ServerName server) {
        List<ApplicationService> services = new ArrayList<>();
        List<StartFailureException> problems = new ArrayList<>();
        for (Path file : files) {
            try {
                ApplicationService service = RegistrationFile.read(file, server);
                requireDistinct(file, service, services);
                services.add(service);
            } catch (StartFailureException problem) {
                problems.add(problem);
            }
        }
        return new ApplicationServices(services, problems);
    }

    /** What is wrong with the files that were left out; each names its file and the key. */
    public List<StartFailureException> problems() {
        return problems;
    }

    /**
     * Refuses to give names to the public while a file is left out: nobody knows what it keeps for
     * its application service.
     */
    public void requireComplete() {
        if (!problems.isEmpty()) {
            throw MatrixException.unavailable(
                    "Nobody can register until the operator has corrected the registration of an"
                            + " application service");
        }
    }

    public Collection<ApplicationService> all() {
        return byId.values();
    }

    public Optional<ApplicationService> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /**
     * The one that another service has said is the caller.
     *
     * @throws MatrixException {@code M_EXCLUSIVE} when it is not registered here: nothing is its
     *     own
     */
    public ApplicationService get(String id) {
        return find(id).orElseThrow(
                        () -> exclusive("This application service has no namespaces here"));
    }

    /**
     * The one that shows this token. By its hash, so that how long it takes says nothing about the
     * tokens that there are.
     */
    public Optional<ApplicationService> findByTokenHash(String tokenHash) {
        return Optional.ofNullable(byTokenHash.get(tokenHash));
    }

    /**
     * Refuses with {@code M_EXCLUSIVE} to make a user whom another application service keeps for
     * itself, or one outside of the caller's own namespaces.
     *
     * @param caller the application service that asks; empty for everybody else
     */
    public void requireMayRegister(Optional<ApplicationService> caller, UserId user) {
        if (caller.isPresent() && !caller.get().covers(user)) {
            throw outside();
        }
        requireNotKept(caller, service -> service.keeps(user));
    }

    /** The same for making and deleting an alias. */
    public void requireMayManage(Optional<ApplicationService> caller, RoomAlias alias) {
        if (caller.isPresent() && !caller.get().covers(alias)) {
            throw outside();
        }
        requireNotKept(caller, service -> service.keeps(alias));
    }

    private void requireNotKept(
            Optional<ApplicationService> caller, Predicate<ApplicationService> keeps) {
        boolean isKept =
                byId.values().stream()
                        .filter(service -> !caller.equals(Optional.of(service)))
                        .anyMatch(keeps);
        if (isKept) {
            throw exclusive("This name is kept for an application service");
        }
    }

    private static MatrixException outside() {
        return exclusive("This name is outside of the application service's namespaces");
    }

    private static void requireDistinct(
            Path file, ApplicationService service, List<ApplicationService> others) {
        for (ApplicationService other : others) {
            if (other.id().equals(service.id())) {
                throw RegistrationFile.wrong(
                        file, "id", "\"" + service.id() + "\" is the id of another one too");
            }
            if (other.tokenHash().equals(service.tokenHash())) {
                throw RegistrationFile.wrong(
                        file, "as_token", "it is also that of \"" + other.id() + "\"");
            }
        }
    }

    private static MatrixException exclusive(String message) {
        return MatrixException.of(400, ErrorCode.EXCLUSIVE, message);
    }
}
