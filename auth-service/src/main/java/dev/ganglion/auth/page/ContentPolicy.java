package dev.ganglion.auth.page;

import java.util.List;

/**
 * What a page may load and run: by default its style sheet, and forms that go to this server.
 *
 * @param scriptSources sources in the words of Content-Security-Policy, such as {@code 'nonce-…'}
 *     or {@code https://captcha.example}; without any there are no scripts
 * @param frameSources where frames within the page may come from
 */
public record ContentPolicy(List<String> scriptSources, List<String> frameSources) {
    /** No scripts and no frames. */
    public static final ContentPolicy STRICT = new ContentPolicy(List.of(), List.of());

    public ContentPolicy {
        scriptSources = List.copyOf(scriptSources);
        frameSources = List.copyOf(frameSources);
    }

    /** The value of the header. */
    String header() {
        return "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none';"
                + " base-uri 'none'"
                + directive("script-src", scriptSources)
                + directive("connect-src", scriptHosts())
                + directive("frame-src", frameSources);
    }

    /** A script from elsewhere may ask the place that it came from. */
    private List<String> scriptHosts() {
        return scriptSources.stream().filter(source -> source.startsWith("http")).toList();
    }

    private static String directive(String name, List<String> sources) {
        return sources.isEmpty() ? "" : "; " + name + " " + String.join(" ", sources);
    }
}
