package dev.ganglion.acceptance.accounts;

import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real browser without its window: Chromium or Chrome, as it lies on the path. Where there is
 * none the test is skipped, unless {@code browser.required} is set, as it is in the project's own
 * checks.
 */
final class Browser implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome");
    private static final List<String> QUIET =
            List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;

    private Browser(Playwright playwright, com.microsoft.playwright.Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static Browser open() {
        return open(QUIET);
    }

    /** One that finds every host of HTTPS there. */
    static Browser openBehind(HttpsFront front) {
        String everyHost = "--host-resolver-rules=MAP *:443 127.0.0.1:" + front.port();
        return open(Stream.concat(QUIET.stream(), Stream.of(everyHost)).toList());
    }

    private static Browser open(List<String> options) {
        Path executable = executable().orElseGet(Browser::missing);
        Playwright playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new Browser(
                playwright,
                playwright
                        .chromium()
                        .launch(
                                new LaunchOptions()
                                        .setExecutablePath(executable)
                                        .setArgs(options)));
    }

    /** A page of somebody new: without cookies, in English, and content with any certificate. */
    Page newPage() {
        return browser.newContext(
                        new NewContextOptions().setLocale("en-GB").setIgnoreHTTPSErrors(true))
                .newPage();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }

    private static Optional<Path> executable() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Path missing() {
        String what = "No browser is on the path: one of " + String.join(", ", NAMES);
        if (Boolean.getBoolean("browser.required")) {
            throw new AssertionError(what);
        }
        return abort(what);
    }
}
