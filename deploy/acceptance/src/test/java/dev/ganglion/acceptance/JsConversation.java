package dev.ganglion.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What people do through matrix-js-sdk, in Node: the scripts of {@code src/test/js}. */
final class JsConversation {
    private static final Path SCRIPTS = Path.of("src", "test", "js").toAbsolutePath();
    private static final Path INSTALLED = Path.of("target", "js").toAbsolutePath();
    private static final int PATIENCE_SECONDS = 180;

    private JsConversation() {}

    /**
     * Two people talk, in {@code conversation.mjs}. What it printed; fails with it when anybody
     * missed anything.
     */
    static String against(URI gateway) {
        return run("conversation.mjs", gateway);
    }

    /**
     * People encrypt, in {@code encryption.mjs}. What it printed; fails with it when anybody read
     * too little or too much.
     */
    static String encryptedAgainst(URI gateway) {
        return run("encryption.mjs", gateway);
    }

    /** The same conversation over sliding sync. */
    static String slidingConversationAgainst(URI gateway) {
        return run("conversation.mjs", gateway, "sliding");
    }

    /**
     * Two people talk over sliding sync and it follows what they look at, in {@code sliding.mjs}.
     * What it printed; fails with it when anybody missed anything.
     */
    static String slidingAgainst(URI gateway) {
        return run("sliding.mjs", gateway);
    }

    private static String run(String script, URI gateway, String... more) {
        install();
        return run(
                Stream.concat(Stream.of("node", script, gateway.toString()), Stream.of(more))
                        .toList());
    }

    private static synchronized void install() {
        try {
            Files.createDirectories(INSTALLED);
            for (String name :
                    List.of(
                            "package.json",
                            "package-lock.json",
                            "person.mjs",
                            "conversation.mjs",
                            "encryptedPerson.mjs",
                            "encryption.mjs",
                            "sliding.mjs")) {
                Files.copy(
                        SCRIPTS.resolve(name),
                        INSTALLED.resolve(name),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            if (!Files.isDirectory(INSTALLED.resolve("node_modules"))) {
                run(List.of("npm", "ci", "--no-audit", "--no-fund"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String run(List<String> command) {
        try {
            Path log = INSTALLED.resolve(command.getFirst() + ".log");
            Process process =
                    new ProcessBuilder(command)
                            .directory(INSTALLED.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            boolean hasEnded = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            String output = Files.readString(log);
            if (!hasEnded || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command) + " failed:\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
