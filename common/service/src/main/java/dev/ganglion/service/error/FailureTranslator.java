package dev.ganglion.service.error;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.InvalidIdentifierException;
import dev.ganglion.protocol.json.InvalidJsonException;

import org.springframework.beans.TypeMismatchException;
import org.springframework.core.MethodParameter;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.MissingRequestValueException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;

import java.util.Optional;

/** What a failure means to a client. Empty for what is nobody's fault but ours. */
final class FailureTranslator {
    private final PostgresFailures database;

    FailureTranslator(PostgresFailures database) {
        this.database = database;
    }

    Optional<MatrixException> translate(Throwable failure) {
        return switch (failure) {
            case MatrixException known -> Optional.of(known);
            case InvalidIdentifierException invalid ->
                    Optional.of(MatrixException.invalidParam(String.valueOf(invalid.getMessage())));
            case InvalidJsonException invalid -> Optional.of(JsonFailures.of(invalid));
            case DataBufferLimitException _ ->
                    Optional.of(MatrixException.tooLarge("The request body is too large"));
            case AuthenticationException _ -> Optional.of(MatrixException.unknownToken(false));
            case AccessDeniedException _ ->
                    Optional.of(MatrixException.forbidden("This is not allowed"));
            case ResponseStatusException status -> Optional.of(status(status));
            case DecodingException decoding -> Optional.of(JsonFailures.of(decoding));
            default -> database.translate(failure);
        };
    }

    private MatrixException status(ResponseStatusException failure) {
        return switch (failure) {
            case MethodNotAllowedException _ -> MatrixException.wrongMethod();
            case MissingRequestValueException missing ->
                    MatrixException.missingParam(missing.getName());
            case UnsupportedMediaTypeStatusException _ ->
                    MatrixException.of(415, ErrorCode.NOT_JSON, "The content type is not one");
            case ServerWebInputException input -> input(input);
            default -> byStatus(failure.getStatusCode().value());
        };
    }

    private MatrixException input(ServerWebInputException failure) {
        return switch (failure.getCause()) {
            case TypeMismatchException mismatch ->
                    MatrixException.invalidParam(
                            "The parameter " + name(failure, mismatch) + " is not valid");
            case MatrixException known -> known;
            case DecodingException decoding -> JsonFailures.of(decoding);
            case null -> MatrixException.notJson("The request body is missing");
            default -> MatrixException.badJson("The request is not valid");
        };
    }

    /** As the client writes it, which in Java it may not be called. */
    private static String name(ServerWebInputException failure, TypeMismatchException mismatch) {
        return Optional.ofNullable(failure.getMethodParameter())
                .flatMap(FailureTranslator::name)
                .orElseGet(() -> String.valueOf(mismatch.getPropertyName()));
    }

    private static Optional<String> name(MethodParameter parameter) {
        return Optional.ofNullable(parameter.getParameterAnnotation(RequestParam.class))
                .map(RequestParam::name)
                .filter(name -> !name.isEmpty())
                .or(() -> Optional.ofNullable(parameter.getParameterName()));
    }

    private static MatrixException byStatus(int status) {
        return switch (status) {
            case 404 -> MatrixException.unrecognized();
            case 413 -> MatrixException.tooLarge("The request is too large");
            default -> MatrixException.of(status, ErrorCode.UNKNOWN, reason(status));
        };
    }

    private static String reason(int status) {
        HttpStatus known = HttpStatus.resolve(status);
        return known == null ? "The request cannot be served" : known.getReasonPhrase();
    }
}
