package dev.ganglion.acceptance;

import dev.ganglion.testing.identityserver.FakeIdentityServer;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.util.List;

/**
 * Gives tests what all of them share, as parameters: {@link Clients}, whose responses are held
 * against the specification, and one {@link Homeserver}, which runs from the first test that asks
 * for it to the last, with the {@link FakeIdentityServer} that it trusts.
 */
public final class Stage implements ParameterResolver, AfterEachCallback, AfterAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(Stage.class);
    private static final List<Class<?>> SHARED =
            List.of(Clients.class, Homeserver.class, FakeIdentityServer.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return SHARED.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> asked = parameter.getParameter().getType();
        if (asked == Clients.class) {
            return check(context).clients();
        }
        return asked == Homeserver.class ? homeserver(context) : identityServer(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        check(context).requireNoViolation();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        check(context).requireNoViolation();
    }

    private static Homeserver homeserver(ExtensionContext context) {
        return shared(context)
                .computeIfAbsent(
                        Homeserver.class,
                        _ ->
                                Homeserver.start(
                                        check(context).clients(), identityServer(context).name()),
                        Homeserver.class);
    }

    private static FakeIdentityServer identityServer(ExtensionContext context) {
        return shared(context)
                .computeIfAbsent(
                        FakeIdentityServer.class,
                        _ -> new FakeIdentityServer(),
                        FakeIdentityServer.class);
    }

    private static SpecificationCheck check(ExtensionContext context) {
        return shared(context)
                .computeIfAbsent(
                        SpecificationCheck.class,
                        _ -> new SpecificationCheck(),
                        SpecificationCheck.class);
    }

    private static Store shared(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE);
    }
}
