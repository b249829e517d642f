package dev.ganglion.auth.interactive;

import dev.ganglion.protocol.json.JsonObject;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Client-server API, "User-interactive API in the REST API". */
@RestControllerAdvice
class AuthenticationRequiredAdvice {
    @ExceptionHandler
    ResponseEntity<JsonObject> authenticationRequired(AuthenticationRequired required) {
        return ResponseEntity.status(HttpStatus.UNAUTHORIZED).body(required.body());
    }
}
