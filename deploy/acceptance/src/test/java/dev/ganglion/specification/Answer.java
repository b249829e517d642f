package dev.ganglion.specification;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the server answered to a request.
 *
 * @param path of the request, escaped, without its query
 * @param isUnstable whether the query asks for what only a proposal describes
 * @param contentType empty when there is none
 */
record Answer(
        String method,
        String path,
        boolean isUnstable,
        int status,
        String contentType,
        String body) {
    private static final Pattern UNSTABLE = Pattern.compile("(^|&)org\\.matrix\\.msc\\d+\\.");

    static Answer of(HttpResponse<byte[]> response) {
        return new Answer(
                response.request().method(),
                response.request().uri().getRawPath(),
                isUnstable(response.request().uri()),
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                new String(response.body(), StandardCharsets.UTF_8));
    }

    private static boolean isUnstable(URI request) {
        return Optional.ofNullable(request.getRawQuery())
                .filter(query -> UNSTABLE.matcher(query).find())
                .isPresent();
    }

    boolean isError() {
        return status >= 400;
    }

    boolean isJson() {
        return contentType.split(";", 2)[0].strip().equals("application/json");
    }
}
