package dev.ganglion.auth.oauth;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import java.util.Optional;

/** Tells clients what is wrong as they expect it: {@code error} and {@code error_description}. */
@RestControllerAdvice(annotations = OAuthEndpoints.class)
class OAuthFailures {
    private static final int SERVER_ERROR = 500;

    @ExceptionHandler
    ResponseEntity<JsonObject> refused(OAuthException refusal) {
        ErrorObject error = refusal.error();
        return answer(
                error.getHTTPStatusCode(),
                error.getCode(),
                Optional.ofNullable(error.getDescription()));
    }

    /** What the rest of the service says, such as that there were too many attempts. */
    @ExceptionHandler
    ResponseEntity<JsonObject> failed(MatrixException failure) {
        String code =
                failure.status() == 429 || failure.status() >= SERVER_ERROR
                        ? OAuth2Error.TEMPORARILY_UNAVAILABLE_CODE
                        : OAuth2Error.INVALID_REQUEST_CODE;
        return answer(failure.status(), code, Optional.of(failure.error()));
    }

    private static ResponseEntity<JsonObject> answer(
            int status, String code, Optional<String> description) {
        JsonObject body =
                JsonObject.builder()
                        .put("error", code)
                        .putIfPresent("error_description", description)
                        .build();
        return ResponseEntity.status(status).cacheControl(CacheControl.noStore()).body(body);
    }
}
