package dev.ganglion.acceptance;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program in a process of its own, its output in a file; Java's on the class path of the tests.
 */
final class JavaProcess {
    private static final Duration STARTUP = Duration.ofMinutes(3);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final Path NO_INPUT = Path.of("/dev/null");

    private final Process process;
    private final Path log;

    private JavaProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a program.
     *
     * @param settings environment variables
     */
    static JavaProcess start(
            String mainClass,
            Tuning tuning,
            Path folder,
            Map<String, String> settings,
            String... arguments) {
        return start(mainClass, tuning, folder, settings, NO_INPUT, arguments);
    }

    /**
     * Starts a program that reads.
     *
     * @param input what it reads
     */
    static JavaProcess start(
            String mainClass,
            Tuning tuning,
            Path folder,
            Map<String, String> settings,
            Path input,
            String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Dorg.springframework.boot.logging.LoggingSystem=none",
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                mainClass));
        command.addAll(1, tuning.options());
        command.addAll(List.of(arguments));
        String name = mainClass.substring(mainClass.lastIndexOf('.') + 1);
        return launch(name, command, folder, settings, input);
    }

    /** Runs a line as a user types it. */
    static JavaProcess shell(Path folder, String line) {
        return launch("shell", List.of("bash", "-c", line), folder, Map.of(), NO_INPUT);
    }

    private static JavaProcess launch(
            String name,
            List<String> command,
            Path folder,
            Map<String, String> settings,
            Path input) {
        Path log = folder.resolve(name + "-" + System.nanoTime() + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.redirectInput(input.toFile()).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("GANGLION_"));
        builder.environment().putAll(settings);
        try {
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new JavaProcess(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until that address answers 200, or fails with the program's last words. */
    JavaProcess awaitAnswer(URI url) {
        Awaitility.await().atMost(STARTUP).failFast(this::requireAlive).until(() -> answers(url));
        return this;
    }

    /** Waits for the end and answers the exit code. */
    int awaitExit() {
        try {
            if (!process.waitFor(STARTUP.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the process does not end:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM, as an operator stops it. */
    void stop() {
        process.destroy();
        awaitExit();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    private void requireAlive() {
        if (!process.isAlive()) {
            throw new AssertionError("the process has ended:\n" + output());
        }
    }

    private static boolean answers(URI url) throws InterruptedException {
        try {
            return HTTP.send(
                                    HttpRequest.newBuilder(url)
                                            .timeout(Duration.ofSeconds(5))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
