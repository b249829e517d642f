package dev.ganglion.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;

import dev.ganglion.auth.page.PageFixture;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.config.StartFailureException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import jakarta.mail.internet.MimeMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

@ExtendWith(OutputCaptureExtension.class)
class MailerTest {
    private final GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Mailer> mailers = new ArrayList<>();

    @BeforeEach
    void start() {
        server.start();
        server.setUser("ganglion@test.local", "ganglion", "the smtp password");
    }

    @AfterEach
    void stop() {
        server.stop();
        mailers.forEach(Mailer::stop);
    }

    private Mailer mailer(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("ganglion.mail.host", "127.0.0.1");
        settings.put("ganglion.mail.port", String.valueOf(server.getSmtp().getPort()));
        settings.put("ganglion.mail.security", "none");
        settings.put("ganglion.mail.from", "Test <noreply@test.local>");
        settings.put("ganglion.mail.timeout", "500ms");
        settings.putAll(more);
        MailProperties properties =
                new Binder(new MapConfigurationPropertySource(settings))
                        .bindOrCreate("ganglion.mail", MailProperties.class);
        Mailer mailer =
                new Mailer(
                        properties,
                        PageFixture.templates(),
                        PageFixture.publicUrl("https://matrix.example.org"),
                        meters);
        mailers.add(mailer);
        return mailer;
    }

    private static Mail mail(String user) {
        return new Mail(
                new EmailAddress("alice@example.org"),
                "password-changed",
                Map.of("user", user, "server", "test.local"));
    }

    private double count(String outcome) {
        return meters.counter("ganglion.mail.mails", "outcome", outcome).count();
    }

    @Test
    void aMailHasASubjectATextAndHtml() throws Exception {
        mailer(Map.of()).send(mail("@alice:test.local")).block();

        MimeMessage message = server.getReceivedMessages()[0];
        String raw = GreenMailUtil.getWholeMessage(message);
        assertThat(message.getSubject()).isEqualTo("Your password on test.local was changed");
        assertThat(message.getFrom()[0]).hasToString("Test <noreply@test.local>");
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(raw).contains("text/plain", "text/html", "@alice:test.local");
        assertThat(count("sent")).isEqualTo(1);
    }

    @Test
    void w01WhatStandsInAMailIsText() {
        mailer(Map.of()).send(mail("<img src=x onerror=alert(1)><a href='https://evil'>")).block();

        String raw = GreenMailUtil.getWholeMessage(server.getReceivedMessages()[0]);
        assertThat(raw.substring(raw.indexOf("text/html")))
                .contains("&lt;img")
                .doesNotContain("<img", "<a href='https://evil");
    }

    @Test
    void w01NoValueBeginsAHeader() throws Exception {
        var values = Map.of("server", "x\r\nBcc: eve@example.org\r\n\r\nbody", "user", "\u2028y");
        mailer(Map.of())
                .send(new Mail(new EmailAddress("alice@example.org"), "password-changed", values))
                .block();

        MimeMessage message = server.getReceivedMessages()[0];
        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(message.getHeader("Bcc")).isNull();
        assertThat(message.getSubject()).contains("x Bcc: eve@example.org body");
    }

    @Test
    void thePasswordMayBeInAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "the smtp password\n");

        mailer(
                        Map.of(
                                "ganglion.mail.username",
                                "ganglion",
                                "ganglion.mail.password-file",
                                file.toString()))
                .send(mail("@a:b"))
                .block();

        assertThat(count("sent")).isEqualTo(1);
    }

    @Test
    void w04AMailThatCannotBeSentIsToldWithoutItsAddress(CapturedOutput output) {
        Mailer mailer =
                mailer(
                        Map.of(
                                "ganglion.mail.username",
                                "ganglion",
                                "ganglion.mail.password",
                                "wrong password"));

        assertThatThrownBy(() -> mailer.send(mail("@secret:user")).block())
                .isInstanceOf(MatrixException.class)
                .extracting(failure -> ((MatrixException) failure).status())
                .isEqualTo(503);

        assertThat(count("failed")).isEqualTo(1);
        assertThat(mailer.isWorking()).isFalse();
        assertThat(output.getOut())
                .contains("A mail (password-changed) could not be sent")
                .doesNotContain("alice@example.org", "@secret:user", "wrong password");
    }

    @Test
    void aMailServerThatIsAwayOrSilentIsGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Mailer mailer =
                    mailer(Map.of("ganglion.mail.port", String.valueOf(silent.getLocalPort())));
            assertThatThrownBy(() -> mailer.send(mail("@a:b")).block())
                    .isInstanceOf(MatrixException.class);
        }
        Mailer mailer = mailer(Map.of("ganglion.mail.port", "1"));
        assertThatThrownBy(() -> mailer.send(mail("@a:b")).block())
                .isInstanceOf(MatrixException.class);
        mailer.post(mail("@a:b"));
    }

    @Test
    void aMailServerWithoutTlsGetsNoMailWhereTlsIsAskedFor() {
        Mailer mailer = mailer(Map.of("ganglion.mail.security", "starttls"));

        assertThatThrownBy(() -> mailer.send(mail("@a:b")).block())
                .isInstanceOf(MatrixException.class);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void whoFindsTheQueueFullIsAskedToComeBack() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Mailer mailer =
                    mailer(
                            Map.of(
                                    "ganglion.mail.port", String.valueOf(silent.getLocalPort()),
                                    "ganglion.mail.threads", "1",
                                    "ganglion.mail.queue", "1"));

            List<Integer> statuses =
                    Flux.range(0, 5)
                            .flatMap(
                                    _ ->
                                            mailer.send(mail("@a:b"))
                                                    .thenReturn(200)
                                                    .onErrorResume(
                                                            MatrixException.class,
                                                            e -> Mono.just(e.status())))
                            .collectList()
                            .blockOptional()
                            .orElseThrow();

            assertThat(statuses).contains(429).contains(503).doesNotContain(200);
            assertThat(count("overflown")).isPositive();
        }
    }

    @Test
    void aSenderThatIsNoneStopsTheStart() {
        for (String from : List.of("", "nobody at all", "a@b.c, d@e.f", "a@b.c\r\nBcc: x@y.z")) {
            assertThatThrownBy(() -> mailer(Map.of("ganglion.mail.from", from)))
                    .isInstanceOf(StartFailureException.class)
                    .hasMessageContaining("ganglion.mail.from");
        }
    }
}
