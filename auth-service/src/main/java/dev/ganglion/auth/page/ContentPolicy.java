package dev.ganglion.auth.page;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a page may load and run: by default its style sheet, and forms that go to this server.
 *
 * @param scriptSources sources in the words of Content-Security-Policy, such as {@code 'nonce-…'}
 *     or {@code https://captcha.example}; without any there are no scripts
 * @param frameSources where frames within the page may come from
 * @param formTargets where a form may lead besides this server: browsers look at redirects too
 */
public record ContentPolicy(
        List<String> scriptSources, List<String> frameSources, List<String> formTargets) {
    /** No scripts and no frames. */
    public static final ContentPolicy STRICT = new ContentPolicy(List.of(), List.of());

    public ContentPolicy {
        scriptSources = List.copyOf(scriptSources);
        frameSources = List.copyOf(frameSources);
        formTargets = List.copyOf(formTargets);
    }

    /** Forms go to this server. */
    public ContentPolicy(List<String> scriptSources, List<String> frameSources) {
        this(scriptSources, frameSources, List.of());
    }

    /** A form may lead there as well, such as {@code https://app.example} or {@code com.app:}. */
    public ContentPolicy withFormTarget(String source) {
        return new ContentPolicy(scriptSources, frameSources, List.of(source));
    }

    /** The value of the header. */
    String header() {
        return "default-src 'none'; style-src 'self'; form-action "
                + String.join(" ", formSources())
                + "; frame-ancestors 'none'; base-uri 'none'"
                + directive("script-src", scriptSources)
                + directive("connect-src", scriptHosts())
                + directive("frame-src", frameSources);
    }

    private List<String> formSources() {
        return Stream.concat(Stream.of("'self'"), formTargets.stream()).toList();
    }

    /** A script from elsewhere may ask the place that it came from. */
    private List<String> scriptHosts() {
        return scriptSources.stream().filter(source -> source.startsWith("http")).toList();
    }

    private static String directive(String name, List<String> sources) {
        return sources.isEmpty() ? "" : "; " + name + " " + String.join(" ", sources);
    }
}
