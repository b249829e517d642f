package dev.ganglion.gateway.route;

import dev.ganglion.gateway.limit.LimitClass;

/** The rows of the OAuth 2.0 API, and of the pages on which users say yes to it. */
abstract class OAuthEndpoints extends EndpointKinds {
    /** Where clients register themselves, and get tokens when their users say so. */
    private static final String OAUTH = "/_ganglion/oauth2/";

    final void oauth() {
        open(
                Service.AUTH,
                LimitClass.OPEN,
                "/_matrix/client/unstable/org.matrix.msc2965/auth_metadata");
        open(Service.AUTH, LimitClass.REGISTRATION, OAUTH + "register");
        open(
                Service.AUTH,
                LimitClass.LOGIN,
                OAUTH + "token",
                OAUTH + "revoke",
                OAUTH + "device_authorization");
        page(Service.AUTH, LimitClass.REGISTRATION, "/_ganglion/register");
        page(
                Service.AUTH,
                LimitClass.LOGIN,
                OAUTH + "authorize",
                OAUTH + "device",
                "/_ganglion/sign-in",
                "/_ganglion/sso/{idpId}/sign-in",
                "/_ganglion/account",
                "/_ganglion/account/{action}");
    }
}
