package dev.ganglion.standalone;

import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.standalone.SettingSources.Setting;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The settings that the process itself needs before any service starts; every other key goes to the
 * services unread.
 *
 * @param managementPort where the gateway tells health and metrics, on the loopback interface alone
 * @param bindAddress the address the gateway listens on; the services behind it never leave the
 *     loopback interface
 */
record StandaloneSettings(
        ServerName serverName,
        int port,
        int managementPort,
        String bindAddress,
        Path data,
        Registration registration,
        boolean rateLimits,
        Optional<Path> file) {

    private static final int LAST_PORT = 65_535;
    private static final List<String> LOG_FORMATS = List.of("text", "json");
    private static final List<String> LOG_LEVELS =
            List.of("OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE");

    enum Registration {
        CLOSED,
        TOKEN,
        OPEN;

        String value() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @throws StartRefused with the key and the fix when a setting is wrong
     */
    static StandaloneSettings from(SettingSources sources, Path workingFolder) {
        mustBeOneOf(LOG_FORMATS, sources.findVariable("GANGLION_LOG_FORMAT"), Setting::value);
        mustBeOneOf(
                LOG_LEVELS,
                sources.findVariable("GANGLION_LOG_LEVEL"),
                level -> level.value().toUpperCase(Locale.ROOT));
        int port = sources.find("ganglion.port").map(StandaloneSettings::port).orElse(8008);
        return new StandaloneSettings(
                sources.find("ganglion.server-name")
                        .map(StandaloneSettings::serverName)
                        .orElseGet(() -> ServerName.parse("localhost")),
                port,
                sources.find("ganglion.gateway.management-port")
                        .map(setting -> otherPort(setting, port))
                        .orElse(port == LAST_PORT ? port - 1 : port + 1),
                sources.find("ganglion.bind-address")
                        .map(StandaloneSettings::address)
                        .orElse("127.0.0.1"),
                workingFolder
                        .resolve(sources.find("ganglion.data").map(Setting::value).orElse("data"))
                        .normalize(),
                sources.find("ganglion.registration")
                        .map(StandaloneSettings::registration)
                        .orElse(Registration.CLOSED),
                sources.find("ganglion.rate-limits").map(StandaloneSettings::onOrOff).orElse(true),
                sources.file());
    }

    /** What the log's own configuration would pass over without a word. */
    private static void mustBeOneOf(
            List<String> values, Optional<Setting> setting, Function<Setting, String> spelling) {
        setting.filter(given -> !values.contains(spelling.apply(given)))
                .ifPresent(
                        wrong -> {
                            throw wrong.refused("use one of " + String.join(", ", values));
                        });
    }

    private static String address(Setting setting) {
        if (LocalPorts.canListenOn(setting.value())) {
            return setting.value();
        }
        throw setting.refused("use 127.0.0.1, 0.0.0.0 or another address of this machine");
    }

    private static ServerName serverName(Setting setting) {
        return ServerName.tryParse(setting.value())
                .orElseThrow(
                        () ->
                                setting.refused(
                                        "use a host name, with a port if need be, like chat.example.org"));
    }

    private static int port(Setting setting) {
        try {
            int port = Integer.parseInt(setting.value());
            if (port >= 1 && port <= LAST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number out of range.
        }
        throw setting.refused("use a port number from 1 to 65535");
    }

    private static int otherPort(Setting setting, int taken) {
        int port = port(setting);
        if (port == taken) {
            throw setting.refused("use another port than that of the server, ganglion.port");
        }
        return port;
    }

    private static Registration registration(Setting setting) {
        List<Registration> all = Arrays.asList(Registration.values());
        return all.stream()
                .filter(registration -> registration.value().equals(setting.value()))
                .findFirst()
                .orElseThrow(() -> setting.refused("use closed, token or open"));
    }

    private static boolean onOrOff(Setting setting) {
        // YAML reads a bare on or off as a truth value.
        return switch (setting.value()) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default -> throw setting.refused("use on or off");
        };
    }
}
