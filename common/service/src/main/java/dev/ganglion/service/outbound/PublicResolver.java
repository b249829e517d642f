package dev.ganglion.service.outbound;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Predicate;

/**
 * Resolves names to public addresses alone. What it answers is what is connected to: a name that
 * means something else the next time gains nothing by it. Addresses that are written as such are
 * looked at, too.
 */
final class PublicResolver extends AddressResolverGroup<InetSocketAddress> {
    private final AddressResolverGroup<InetSocketAddress> names;
    private final Predicate<InetSocketAddress> isAllowed;

    PublicResolver(AddressResolverGroup<InetSocketAddress> names) {
        this.names = names;
        this.isAllowed = address -> PublicAddresses.contains(address.getAddress());
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new Resolver(executor, names.getResolver(executor));
    }

    @Override
    public void close() {
        names.close();
        super.close();
    }

    private final class Resolver extends AbstractAddressResolver<InetSocketAddress> {
        private final AddressResolver<InetSocketAddress> resolver;

        Resolver(EventExecutor executor, AddressResolver<InetSocketAddress> resolver) {
            super(executor, InetSocketAddress.class);
            this.resolver = resolver;
        }

        /** An address that needs no resolving is not connected to without a look at it. */
        @Override
        protected boolean doIsResolved(InetSocketAddress address) {
            return false;
        }

        @Override
        protected void doResolve(InetSocketAddress address, Promise<InetSocketAddress> promise) {
            Promise<List<InetSocketAddress>> all = executor().newPromise();
            all.addListener(
                    done -> {
                        if (done.isSuccess()) {
                            promise.trySuccess(all.getNow().getFirst());
                        } else {
                            promise.tryFailure(done.cause());
                        }
                    });
            doResolveAll(address, all);
        }

        @Override
        protected void doResolveAll(
                InetSocketAddress address, Promise<List<InetSocketAddress>> promise) {
            if (!address.isUnresolved()) {
                finish(address, List.of(address), promise);
                return;
            }
            resolver.resolveAll(address)
                    .addListener(
                            done -> {
                                if (done.isSuccess()) {
                                    @SuppressWarnings("unchecked") // What resolveAll promises.
                                    var found = (List<InetSocketAddress>) done.getNow();
                                    finish(address, found, promise);
                                } else {
                                    promise.tryFailure(done.cause());
                                }
                            });
        }

        private void finish(
                InetSocketAddress asked,
                List<InetSocketAddress> found,
                Promise<List<InetSocketAddress>> promise) {
            List<InetSocketAddress> allowed = found.stream().filter(isAllowed).toList();
            if (allowed.isEmpty()) {
                promise.tryFailure(
                        new UnknownHostException(
                                asked.getHostString() + " has no address on the public internet"));
            } else {
                promise.trySuccess(allowed);
            }
        }

        @Override
        public void close() {
            resolver.close();
        }
    }
}
