package dev.ganglion.auth.page;

import dev.ganglion.protocol.error.MatrixException;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.server.ServerWebInputException;

import java.util.Map;

/** Tells people in words what clients are told in JSON. */
@ControllerAdvice(annotations = PageEndpoints.class)
class PageFailures {
    private static final int BAD_REQUEST = 400;

    private final Pages pages;

    PageFailures(Pages pages) {
        this.pages = pages;
    }

    @ExceptionHandler
    ResponseEntity<byte[]> refused(MatrixException failure) {
        return shown(failure.status(), failure.error());
    }

    @ExceptionHandler
    ResponseEntity<byte[]> unreadable(ServerWebInputException failure) {
        return shown(BAD_REQUEST, "This link is not complete");
    }

    private ResponseEntity<byte[]> shown(int status, String message) {
        return pages.show(Page.of("error", Map.of("message", message)).withStatus(status));
    }
}
