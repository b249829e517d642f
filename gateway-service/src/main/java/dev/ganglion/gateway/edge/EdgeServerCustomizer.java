package dev.ganglion.gateway.edge;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.stereotype.Component;

import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

import java.time.Duration;

/**
 * Puts the strict codec in place, and gives up on clients that stop in the middle of a body or do
 * not stop when they have their answer.
 */
@Component
class EdgeServerCustomizer implements NettyServerCustomizer {
    private static final int MAX_LINE_BYTES = 16 * 1024;
    private static final int MAX_HEADER_BYTES = 32 * 1024;
    private static final Duration BODY_SILENCE = Duration.ofSeconds(30);
    private static final Duration LEFTOVER_BODY = Duration.ofSeconds(30);

    private final Duration leftoverBody;

    EdgeServerCustomizer() {
        this(LEFTOVER_BODY);
    }

    EdgeServerCustomizer(Duration leftoverBody) {
        this.leftoverBody = leftoverBody;
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.readTimeout(BODY_SILENCE)
                .doOnChannelInit((_, channel, _) -> prepare(channel.pipeline()));
    }

    private void prepare(ChannelPipeline pipeline) {
        replaceCodec(pipeline);
        pipeline.addAfter(NettyPipeline.HttpCodec, "leftoverBody", new LeftoverBody(leftoverBody));
    }

    private static void replaceCodec(ChannelPipeline pipeline) {
        pipeline.replace(
                NettyPipeline.HttpCodec,
                NettyPipeline.HttpCodec,
                new StrictServerCodec(
                        new HttpDecoderConfig()
                                .setMaxInitialLineLength(MAX_LINE_BYTES)
                                .setMaxHeaderSize(MAX_HEADER_BYTES)
                                .setStrictLineParsing(true)));
    }
}
