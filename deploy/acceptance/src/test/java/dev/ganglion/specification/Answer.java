package dev.ganglion.specification;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/**
 * What the server answered to a request.
 *
 * @param path of the request, escaped, without its query
 * @param contentType empty when there is none
 */
record Answer(String method, String path, int status, String contentType, String body) {

    static Answer of(HttpResponse<byte[]> response) {
        return new Answer(
                response.request().method(),
                response.request().uri().getRawPath(),
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                new String(response.body(), StandardCharsets.UTF_8));
    }

    boolean isError() {
        return status >= 400;
    }

    boolean isJson() {
        return contentType.split(";", 2)[0].strip().equals("application/json");
    }
}
