package dev.ganglion.gateway.edge;

import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

import java.util.ArrayDeque;
import java.util.Queue;

/** Netty's HTTP/1.1 server codec with {@link StrictRequestDecoder} as its reading half. */
final class StrictServerCodec
        extends CombinedChannelDuplexHandler<HttpRequestDecoder, HttpResponseEncoder> {
    private final Queue<Boolean> headRequests = new ArrayDeque<>(4);

    StrictServerCodec(HttpDecoderConfig config) {
        init(new StrictRequestDecoder(config, this::note), new Encoder());
    }

    private void note(HttpRequest request) {
        headRequests.add(request.method().equals(HttpMethod.HEAD));
    }

    /** The answer to a HEAD request has a length but no body. */
    private final class Encoder extends HttpResponseEncoder {
        @Override
        protected boolean isContentAlwaysEmpty(HttpResponse response) {
            boolean isInformational = response.status().code() / 100 == 1;
            boolean isToHead = isInformational ? false : Boolean.TRUE.equals(headRequests.poll());
            return isToHead || super.isContentAlwaysEmpty(response);
        }
    }
}
