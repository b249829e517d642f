package dev.ganglion.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mail server that takes all mail and shows what links are in it. */
final class MailSink implements AutoCloseable {
    private final ServerSocket socket;
    private final List<String> mails = new CopyOnWriteArrayList<>();

    MailSink() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::listen);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** What follows this in the text of some mail, up to a space; waits for it. */
    String awaitWordAfter(String beginning) {
        Pattern pattern = Pattern.compile(Pattern.quote(beginning) + "([^\\s\"<]+)");
        await().until(() -> found(pattern).isPresent());
        return found(pattern).orElseThrow();
    }

    private Optional<String> found(Pattern pattern) {
        return mails.stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .findFirst();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                talk(client);
            } catch (IOException _) {
                // Closed, or a client that went away.
            }
        }
    }

    private void talk(Socket client) throws IOException {
        BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = client.getOutputStream();
        say(out, "220 sink");
        String line = in.readLine();
        while (line != null && !line.equals("QUIT")) {
            if (line.equals("DATA")) {
                say(out, "354 go on");
                mails.add(plain(read(in)));
            }
            say(out, "250 sink");
            line = in.readLine();
        }
        say(out, "221 bye");
    }

    private static String read(BufferedReader in) throws IOException {
        StringBuilder mail = new StringBuilder();
        String line = in.readLine();
        while (line != null && !line.equals(".")) {
            mail.append(line).append("\r\n");
            line = in.readLine();
        }
        return mail.toString();
    }

    /** Without the folds of quoted-printable; our mails have no other encoding. */
    private static String plain(String mail) {
        return mail.replace("=\r\n", "").replace("=3D", "=");
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
