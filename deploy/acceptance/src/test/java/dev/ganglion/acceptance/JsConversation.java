package dev.ganglion.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Two people talking through matrix-js-sdk, in Node: {@code src/test/js/conversation.mjs}. */
final class JsConversation {
    private static final Path SCRIPTS = Path.of("src", "test", "js").toAbsolutePath();
    private static final Path INSTALLED = Path.of("target", "js").toAbsolutePath();
    private static final int PATIENCE_SECONDS = 180;

    private JsConversation() {}

    /** What it printed; fails with it when anybody missed anything. */
    static String against(URI gateway) {
        install();
        return run(List.of("node", "conversation.mjs", gateway.toString()));
    }

    private static synchronized void install() {
        try {
            Files.createDirectories(INSTALLED);
            for (String name :
                    List.of(
                            "package.json",
                            "package-lock.json",
                            "person.mjs",
                            "conversation.mjs")) {
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
