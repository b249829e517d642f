package dev.ganglion.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

import java.util.List;
import java.util.function.Consumer;

/**
 * Refuses every request whose length two readers could understand differently: a body with both a
 * length and a transfer coding, a transfer coding other than {@code chunked}, and folded header
 * lines. (Netty itself refuses bare line feeds, two lengths, and a space before a colon.)
 *
 * <p>A request that is refused carries a failed decoder result; the server answers 400 and closes.
 */
final class StrictRequestDecoder extends HttpRequestDecoder {
    private final Consumer<HttpRequest> onRequest;
    private boolean isInHead = true;
    private boolean endsWithLineFeed;
    private boolean isFolded;
    private boolean isOver;

    StrictRequestDecoder(HttpDecoderConfig config, Consumer<HttpRequest> onRequest) {
        super(config);
        this.onRequest = onRequest;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out)
            throws Exception {
        if (isOver) {
            buffer.skipBytes(buffer.readableBytes());
            return;
        }
        int before = out.size();
        int start = buffer.readerIndex();
        super.decode(context, buffer, out);
        if (isInHead) {
            isFolded |= hasFold(buffer, start, buffer.readerIndex());
        }
        for (int i = before; i < out.size(); i++) {
            Object message = out.get(i);
            if (message instanceof HttpRequest request) {
                checkHead(request);
                onRequest.accept(request);
                isInHead = false;
            }
            if (message instanceof LastHttpContent) {
                isInHead = true;
                endsWithLineFeed = false;
                isFolded = false;
            }
        }
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("Both a content length and a transfer coding");
    }

    private void checkHead(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return;
        }
        if (isFolded) {
            refuse(request, "Folded header line");
        } else if (!isTransferCodingPlain(request)) {
            refuse(request, "Unknown transfer coding");
        } else {
            RequestTarget.repair(request);
        }
    }

    private static boolean isTransferCodingPlain(HttpRequest request) {
        List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return codings.isEmpty()
                || (codings.size() == 1
                        && codings.getFirst().equalsIgnoreCase("chunked")
                        && request.protocolVersion().equals(HttpVersion.HTTP_1_1));
    }

    /** Nothing after it is read: where it ends is what is in doubt. */
    private void refuse(HttpRequest request, String reason) {
        isOver = true;
        request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException(reason)));
    }

    /** A line of the head that begins with a space or a tab continues the line before it. */
    private boolean hasFold(ByteBuf buffer, int start, int end) {
        if (start == end) {
            return false;
        }
        boolean hasFold = endsWithLineFeed && isBlank(buffer.getByte(start));
        int lineFeed = buffer.indexOf(start, end, (byte) '\n');
        while (lineFeed >= 0 && lineFeed + 1 < end) {
            hasFold |= isBlank(buffer.getByte(lineFeed + 1));
            lineFeed = buffer.indexOf(lineFeed + 1, end, (byte) '\n');
        }
        endsWithLineFeed = buffer.getByte(end - 1) == '\n';
        return hasFold;
    }

    private static boolean isBlank(byte character) {
        return character == ' ' || character == '\t';
    }
}
