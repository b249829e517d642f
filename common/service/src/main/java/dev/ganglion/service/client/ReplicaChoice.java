package dev.ganglion.service.client;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.util.UriComponentsBuilder;

import reactor.core.publisher.Mono;

import java.net.ConnectException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes the replicas in turn. One that refuses the connection has not seen the request, so that the
 * next is tried; any other failure is the caller's, for the request may have been carried out.
 */
final class ReplicaChoice implements ExchangeFilterFunction {
    private final List<URI> urls;
    private final AtomicInteger turn = new AtomicInteger();

    ReplicaChoice(List<URI> urls) {
        this.urls = List.copyOf(urls);
    }

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        int first = Math.floorMod(turn.getAndIncrement(), urls.size());
        return attempt(request, next, first, urls.size() - 1);
    }

    private Mono<ClientResponse> attempt(
            ClientRequest request, ExchangeFunction next, int replica, int others) {
        Mono<ClientResponse> answer = next.exchange(at(urls.get(replica), request));
        if (others == 0) {
            return answer;
        }
        return answer.onErrorResume(
                ReplicaChoice::isNotConnected,
                _ -> attempt(request, next, (replica + 1) % urls.size(), others - 1));
    }

    private static ClientRequest at(URI replica, ClientRequest request) {
        URI url =
                UriComponentsBuilder.fromUri(request.url())
                        .scheme(replica.getScheme())
                        .host(replica.getHost())
                        .port(replica.getPort())
                        .build(true)
                        .toUri();
        return ClientRequest.from(request).url(url).build();
    }

    private static boolean isNotConnected(Throwable failure) {
        return failure instanceof WebClientRequestException
                && failure.getCause() instanceof ConnectException;
    }
}
