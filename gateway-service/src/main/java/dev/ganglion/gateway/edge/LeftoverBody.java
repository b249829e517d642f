package dev.ganglion.gateway.edge;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Ends connections whose client goes on with a body long after its request has been answered. The
 * server reads such a rest and drops it, so that a client which first says all it has to say hears
 * why it was refused; without an end to that, a client could be read for ever.
 */
final class LeftoverBody extends ChannelDuplexHandler {
    private final Duration patience;
    private int unanswered;
    private boolean isInBody;
    private boolean isInterim;
    private @Nullable Future<?> end;

    LeftoverBody(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            unanswered++;
            isInBody = true;
        }
        if (message instanceof LastHttpContent) {
            isInBody = false;
            forgetEnd();
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
            throws Exception {
        if (message instanceof HttpResponse response) {
            isInterim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
        if (message instanceof LastHttpContent && !isInterim) {
            unanswered--;
            if (unanswered == 0 && isInBody) {
                end =
                        context.executor()
                                .schedule(
                                        () -> close(context),
                                        patience.toMillis(),
                                        TimeUnit.MILLISECONDS);
            }
        }
        super.write(context, message, promise);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        forgetEnd();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
    private static void close(ChannelHandlerContext context) {
        context.close();
    }

    private void forgetEnd() {
        if (end != null) {
            end.cancel(false);
            end = null;
        }
    }
}
