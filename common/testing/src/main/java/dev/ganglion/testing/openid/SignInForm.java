package dev.ganglion.testing.openid;

import com.nimbusds.oauth2.sdk.http.HTTPResponse;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The page on which people say who they are to a provider. */
final class SignInForm {
    private SignInForm() {}

    /**
     * The page.
     *
     * @param query what the client asks for
     * @param problem with what was typed in before; empty at first
     */
    static HTTPResponse page(String query, String problem) {
        var response = new HTTPResponse(200);
        response.setHeader("Content-Type", "text/html; charset=utf-8");
        response.setBody(
                """
            <!doctype html>
            <html lang="en">
            <title>Example Company</title>
            <link rel="icon" href="data:,">
            <h1>Who are you?</h1>
            <p>%s</p>
            <form method="post" action="sign-in?%s">
            <label>Staff name <input name="name" required></label>
            <label>Staff password <input name="password" type="password" required></label>
            <button>Sign in</button>
            </form>
            </html>
            """
                        .formatted(problem, escaped(query)));
        return response;
    }

    /** What was typed in. */
    static Optional<String> field(String form, String name) {
        return Arrays.stream(form.split("&"))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8))
                .findFirst();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
    }
}
