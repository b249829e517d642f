package dev.ganglion.standalone;

import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * The entry point: without a word it serves, {@code admin NAME} makes an administrator on a running
 * server, {@code secrets FOLDER} writes the secrets of a deployment of separate services, {@code
 * rehearse} lets the Java machine learn what the next start can begin with.
 */
public final class Main {
    private static final String USAGE =
            """
            deploy/standalone/run                  starts the server
            deploy/standalone/run admin NAME       makes an administrator on the running server; asks for the password
            deploy/standalone/run secrets FOLDER   writes the secrets of a deployment of separate services
            """;

    private Main() {}

    /**
     * Exits with 0 after a clean stop and with 1, one line on standard error, when the operator
     * must mend something.
     */
    public static void main(String[] arguments) throws Exception {
        Path here = Path.of("").toAbsolutePath();
        if (asksForHelp(arguments)) {
            System.out.print(USAGE);
            return;
        }
        try {
            switch (arguments.length == 0 ? "serve" : arguments[0]) {
                case "serve" -> serve(settings(here));
                case "admin" ->
                        System.out.println(
                                new AdminAccount(settings(here))
                                        .create(argument(arguments, "NAME")));
                case "secrets" ->
                        new DeploymentSecrets(here.resolve(argument(arguments, "FOLDER"))).write();
                case "rehearse" -> Rehearsal.perform();
                default ->
                        throw new StartRefused(
                                "Unknown command "
                                        + arguments[0]
                                        + ". There are: admin NAME, secrets FOLDER, or none to start the server.");
            }
        } catch (StartRefused refused) {
            if (refused.getCause() != null) {
                LoggerFactory.getLogger(Main.class).debug("Start refused", refused);
            }
            System.err.println(refused.getMessage());
            System.exit(1);
        }
    }

    static boolean asksForHelp(String[] arguments) {
        return Arrays.stream(arguments).anyMatch(Set.of("-h", "--help")::contains);
    }

    private static StandaloneSettings settings(Path here) {
        return StandaloneSettings.from(SettingSources.read(System.getenv(), here), here);
    }

    private static String argument(String[] arguments, String what) {
        if (arguments.length != 2) {
            throw new StartRefused("Usage: deploy/standalone/run " + arguments[0] + " " + what);
        }
        return arguments[1];
    }

    private static void serve(StandaloneSettings settings) {
        Standalone server = new Standalone(settings);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, stopped), "stop"));
        try {
            server.start();
            server.announce(System.out);
        } catch (RuntimeException e) {
            // Whoever stops it while it is starting knows why it did not start.
            if (!server.isStopping()) {
                server.close();
                throw e instanceof StartRefused refused ? refused : StartFailure.explain(e);
            }
        }
        awaitStop(stopped);
    }

    private static void stop(Standalone server, CountDownLatch stopped) {
        boolean wasRunning = !server.isStopping();
        server.close();
        if (wasRunning) {
            System.out.println("Ganglion has stopped.");
        }
        stopped.countDown();
    }

    private static void awaitStop(CountDownLatch stopped) {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
