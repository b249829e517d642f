package dev.ganglion.gateway.edge;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpStatusClass;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Netty's HTTP/1.1 server codec with {@link StrictRequestDecoder} as its reading half. Requests
 * that cannot be read are answered with a Matrix error.
 */
final class StrictServerCodec
        extends CombinedChannelDuplexHandler<HttpRequestDecoder, HttpResponseEncoder> {
    private final Queue<Unanswered> unanswered = new ArrayDeque<>(4);

    StrictServerCodec(HttpDecoderConfig config) {
        init(new StrictRequestDecoder(config, this::note), new Encoder());
    }

    private void note(HttpRequest request) {
        unanswered.add(
                new Unanswered(
                        request.method().equals(HttpMethod.HEAD),
                        request.decoderResult().isFailure()));
    }

    /** A request that was read, or could not be. */
    private record Unanswered(boolean isHead, boolean isUnreadable) {}

    /** The answer to a HEAD request has a length but no body. */
    private final class Encoder extends HttpResponseEncoder {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
                throws Exception {
            if (isToUnreadable()
                    && message instanceof FullHttpResponse bare
                    && bare.status().code() >= 400
                    && !bare.content().isReadable()) {
                FullHttpResponse told = EarlyRefusal.of(bare);
                bare.release();
                super.write(context, told, promise);
            } else {
                super.write(context, message, promise);
            }
        }

        @Override
        protected boolean isContentAlwaysEmpty(HttpResponse response) {
            boolean isInformational =
                    response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            Unanswered request = isInformational ? null : unanswered.poll();
            return (request != null && request.isHead()) || super.isContentAlwaysEmpty(response);
        }

        private boolean isToUnreadable() {
            Unanswered request = unanswered.peek();
            return request != null && request.isUnreadable();
        }
    }
}
