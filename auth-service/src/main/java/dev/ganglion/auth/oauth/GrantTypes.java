package dev.ganglion.auth.oauth;

import java.util.List;

/** What clients may exchange for tokens here. */
final class GrantTypes {
    static final String CODE = "authorization_code";
    static final String REFRESH = "refresh_token";
    static final String DEVICE = "urn:ietf:params:oauth:grant-type:device_code";
    static final List<String> ALL = List.of(CODE, REFRESH, DEVICE);

    private GrantTypes() {}
}
