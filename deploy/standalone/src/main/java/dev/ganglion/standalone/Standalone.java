package dev.ganglion.standalone;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Starts everything in order, says where it listens, and stops everything in the opposite order.
 */
final class Standalone implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Standalone.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final StandaloneSettings settings;
    private boolean isFirstStart;
    private boolean isStopping;

    Standalone(StandaloneSettings settings) {
        this.settings = settings;
    }

    /**
     * @throws StartRefused when the operator has to mend something first; what was started by then
     *     is stopped by {@link #close}
     */
    void start() {
        LocalPorts.mustBeFree(settings.bindAddress(), settings.port(), "GANGLION_PORT");
        LocalPorts.mustBeFree(
                "127.0.0.1", settings.managementPort(), "GANGLION_GATEWAY_MANAGEMENT_PORT");
        DataFolder data = opened(DataFolder.open(settings.data()));
        isFirstStart = ServerIdentity.claim(data, settings.serverName());
        Secrets secrets = new Secrets(data.folder("secrets"));
        // Redis before PostgreSQL: a fork of both at once can find the binary still open for
        // writing.
        OwnRedis redis = opened(OwnRedis.start(secrets));
        OwnDatabase database = opened(OwnDatabase.start(data, secrets));
        database.prepare(secrets);
        startServices(
                new ServiceSettings(settings, secrets, database, redis, data.folder("media")));
    }

    void announce(PrintStream out) {
        out.println(
                "Ganglion is ready on http://"
                        + (settings.bindAddress().equals("127.0.0.1")
                                ? "localhost"
                                : settings.bindAddress())
                        + ":"
                        + settings.port()
                        + " as "
                        + settings.serverName()
                        + ", registration "
                        + settings.registration().value()
                        + ".");
        if (isFirstStart) {
            out.println(
                    """
                    First start: keys and secrets are in %s; keep a copy of that folder.
                    Create the first admin, in another terminal: deploy/standalone/run admin alice\
                    """
                            .formatted(settings.data().resolve("secrets")));
        }
    }

    /** Stops what has been started; what is being started is stopped as soon as it is there. */
    @Override
    public void close() {
        for (Optional<AutoCloseable> part = next(); part.isPresent(); part = next()) {
            close(part.get());
        }
    }

    synchronized boolean isStopping() {
        return isStopping;
    }

    private synchronized Optional<AutoCloseable> next() {
        isStopping = true;
        return Optional.ofNullable(open.poll());
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            // The rest still has to stop.
            log.warn("{} did not stop cleanly", part.getClass().getSimpleName(), e);
        }
    }

    private void startServices(ServiceSettings services) {
        Suite suite = opened(new Suite());
        for (SuiteService service : SuiteService.values()) {
            suite.start(service, services.of(service), settings.file().map(Path::toAbsolutePath));
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        synchronized (this) {
            if (!isStopping) {
                open.push(part);
                return part;
            }
        }
        close(part);
        throw new StartRefused("Stopped while it was starting.");
    }
}
