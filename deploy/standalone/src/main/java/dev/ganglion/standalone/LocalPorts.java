package dev.ganglion.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports and addresses of this machine. */
final class LocalPorts {
    private LocalPorts() {}

    /** A port that nobody listens on. */
    static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StartRefused("This machine has no free port: " + e.getMessage(), e);
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
