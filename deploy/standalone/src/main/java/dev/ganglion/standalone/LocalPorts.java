package dev.ganglion.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Ports and addresses of this machine. */
final class LocalPorts {
    private static final int FIRST = 15_000;
    private static final int END = 32_000;
    private static final int TRIES = 1_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private LocalPorts() {}

    /**
     * A port that nobody listens on, each given out once: one below those that the system takes by
     * default for connections of its own, for it is used only a while later.
     */
    static int free() {
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(FIRST, END))
                .limit(TRIES)
                .filter(port -> isFree(port) && GIVEN.add(port))
                .findFirst()
                .orElseThrow(
                        () ->
                                new StartRefused(
                                        "This machine has no free port from %d to %d."
                                                .formatted(FIRST, END - 1)));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether it is an address of this machine, or stands for all of them. */
    static boolean canListenOn(String address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * @param variable by which the operator chooses another port
     * @throws StartRefused when the gateway could not listen there
     */
    static void mustBeFree(String address, int port, String variable) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
        } catch (IOException e) {
            throw new StartRefused(
                    "Cannot listen on "
                            + address
                            + ":"
                            + port
                            + " ("
                            + e.getMessage()
                            + "). Stop what uses it, or set "
                            + variable
                            + " to another port.",
                    e);
        }
    }
}
