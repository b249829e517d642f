package dev.ganglion.service.identity;

import dev.ganglion.protocol.error.MatrixException;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Hands endpoints who calls them. */
final class CallerArguments implements HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        Class<?> type = parameter.getParameterType();
        return type == Requester.class || type == ServiceCaller.class || isOptional(parameter);
    }

    private static boolean isOptional(MethodParameter parameter) {
        return parameter.getParameterType() == Optional.class
                && ResolvableType.forMethodParameter(parameter).resolveGeneric() == Requester.class;
    }

    @Override
    public Mono<Object> resolveArgument(
            MethodParameter parameter, BindingContext binding, ServerWebExchange exchange) {
        return exchange.getPrincipal()
                .ofType(InternalCall.class)
                .switchIfEmpty(Mono.error(MatrixException::missingToken))
                .map(call -> argument(parameter.getParameterType(), call));
    }

    private static Object argument(Class<?> type, InternalCall call) {
        if (type == ServiceCaller.class) {
            return call.caller();
        }
        if (type == Optional.class) {
            return call.requester();
        }
        return call.requester().orElseThrow(MatrixException::missingToken);
    }
}
