package dev.ganglion.auth.sso;

import java.util.Arrays;

/** What people confirm, in words. */
enum Confirmation {
    DEACTIVATION("/account/deactivate", "end your account for ever"),
    PASSWORD("/account/password", "change your password"),
    DEVICES("/devices/", "remove a device"),
    MANY_DEVICES("/delete_devices", "remove devices"),
    LOGIN("/login/get_token", "log another device in to your account"),
    KEYS("/keys/device_signing", "replace the keys by which others know you"),
    ADDRESS("/account/3pid", "change the addresses of your account"),
    OTHER("", "change something of your account");

    private final String path;
    private final String words;

    Confirmation(String path, String words) {
        this.path = path;
        this.words = words;
    }

    /**
     * @param endpoint method and path
     */
    static Confirmation of(String endpoint) {
        return Arrays.stream(values())
                .filter(known -> endpoint.contains(known.path))
                .findFirst()
                .orElse(OTHER);
    }

    String words() {
        return words;
    }
}
