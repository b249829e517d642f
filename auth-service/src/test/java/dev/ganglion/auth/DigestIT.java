package dev.ganglion.auth;

import static dev.ganglion.auth.Mailbox.freshAddress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Mails that tell users what they have missed, with a mail server that is there. */
class DigestIT extends EmailServiceIT {
    private static final String UNSUBSCRIBE = "/_ganglion/email/unsubscribe";
    private static final Pattern LINK =
            Pattern.compile("https://matrix\\.example\\.org(" + UNSUBSCRIBE + "\\?token=[\\w-]+)");

    private final String address = freshAddress();
    private String alice = "";

    @BeforeEach
    void aliceHasAnAddress() {
        alice = registered(address).userId();
        arrived = mailbox.of(address).size();
    }

    private int arrived;

    @AfterEach
    void syncServiceIsThere() {
        RoomServiceDouble.INSTANCE.setSyncAway(false);
    }

    @Test
    void whatWasMissedIsMailed() throws Exception {
        assertThat(sent(alice, digest(1, "Tea", "hello"))).isEqualTo("SENT");

        Mailbox.Letter letter = letter(1);
        assertThat(letter.subject()).isEqualTo("You have missed 3 messages on test.local");
        assertThat(letter.text())
                .contains(alice, "Tea", "Bob (@bob:test.local)", "hello", "2 earlier")
                .contains("(an encrypted message)", "And 4 more rooms")
                .contains("https://matrix.to/#/%21room%3Atest.local/%24event")
                .contains("https://matrix.example.org" + UNSUBSCRIBE + "?token=");
        assertThat(letter.html())
                .contains("Tea", "hello", "<em>an encrypted message</em>")
                .doesNotContain("<img", "src=", "url(");
        MimeMessage message = mailbox.messagesTo(address).getLast();
        assertThat(header(message, "List-Unsubscribe"))
                .matches("<https://matrix\\.example\\.org" + UNSUBSCRIBE + "\\?token=[\\w-]+>");
        assertThat(header(message, "List-Unsubscribe-Post"))
                .isEqualTo("List-Unsubscribe=One-Click");
        assertThat(header(message, "Message-ID")).endsWith("@matrix.example.org>");
        assertThat(header(message, "Auto-Submitted")).isEqualTo("auto-generated");
    }

    @Test
    void w05WhatStrangersWriteIsTextAndNeitherLongNorUnseen() throws Exception {
        String name =
                "<img src=https://evil.example/x>\\r\\nBcc: eve@example.org\\r\\n\\u202etxt"
                        + "n".repeat(500);
        String text =
                "</p><script>alert(1)</script><a href='https://evil.example'>\\u2028"
                        + "t".repeat(499);
        assertThat(sent(alice, digest(1, name, text))).isEqualTo("SENT");

        Mailbox.Letter letter = letter(1);
        assertThat(letter.html())
                .contains("&lt;img src", "&lt;script&gt;")
                .doesNotContain("<img", "<script", "<a href='https://evil", "\u202e", "\u2028")
                .doesNotContain("n".repeat(101), "t".repeat(301));
        assertThat(letter.text()).doesNotContain("\u202e", "\u2028", "\nBcc:");
        MimeMessage message = mailbox.messagesTo(address).getLast();
        assertThat(message.getHeader("Bcc")).isNull();
        assertThat(letter.subject()).isEqualTo("You have missed 3 messages on test.local");
    }

    @Test
    void p2AMailGoesOutOnceByItsNumber() {
        assertThat(sent(alice, digest(7, "Tea", "hello"))).isEqualTo("SENT");
        assertThat(sent(alice, digest(7, "Tea", "hello"))).isEqualTo("SENT");
        assertThat(sent(alice, digest(6, "Tea", "older"))).isEqualTo("SENT");
        assertThat(sent(alice, digest(8, "Tea", "newer"))).isEqualTo("SENT");

        assertThat(letter(2).text()).contains("newer");
        assertThat(mailbox.of(address)).hasSize(arrived + 2);
    }

    @Test
    void a16ToAnAddressThatIsNotTheUsersNothingIsMailed() {
        String bob = registered(freshAddress()).userId();

        assertThat(sent(bob, digest(1, "Tea", "hello"))).isEqualTo("GONE");
        assertThat(sent("@nobody:test.local", digest(1, "Tea", "hello"))).isEqualTo("GONE");
        assertThat(sent(alice, digest(1, "Tea", "x").replace(address, "nobody"))).isEqualTo("GONE");

        assertThat(mailbox.of(address)).hasSize(arrived);
    }

    @Test
    void a02AnAddressThatWasTakenAwayOrWhoseAccountHasEndedIsMailedNothing() {
        execute("update auth.account set is_locked = true where user_id = :user");
        assertThat(sent(alice, digest(1, "Tea", "hello"))).isEqualTo("REFUSED");
        execute("update auth.account set is_locked = false where user_id = :user");
        assertThat(sent(alice, digest(1, "Tea", "hello"))).isEqualTo("SENT");
        execute("update auth.account set deactivated_at = now() where user_id = :user");
        assertThat(sent(alice, digest(2, "Tea", "hello"))).isEqualTo("GONE");
        execute("delete from auth.email_address where user_id = :user");
        assertThat(sent(alice, digest(3, "Tea", "hello"))).isEqualTo("GONE");

        assertThat(mailbox.of(address)).hasSize(arrived + 1);
    }

    @Test
    void anOwnAddressIsToldAsItIsComparedAndOthersAreRefused() {
        String other = freshAddress();
        registered(other);

        assertThat(askedFor(alice, address.toUpperCase(Locale.ROOT)).isOk().string("address"))
                .isEqualTo(address);
        askedFor(alice, other).isRefused(400, "M_THREEPID_NOT_FOUND");
        askedFor(alice, freshAddress()).isRefused(400, "M_THREEPID_NOT_FOUND");
        askedFor(alice, "no address").isRefused(400, "M_THREEPID_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "room", "media", "moderation", "auth"})
    void a14OnlySyncServiceHasMailsSent(String service) {
        call(service, "/internal/users/" + alice + "/digest", digest(1, "Tea", "hello"))
                .isRefused(403, "M_FORBIDDEN");
        call(service, "/internal/users/" + alice + "/digest/address", "{\"address\":\"a@b.c\"}")
                .isRefused(403, "M_FORBIDDEN");
        assertThat(mailbox.of(address)).hasSize(arrived);
    }

    @Test
    void aProgramThatFollowsTheLinkEndsNothingAndTheButtonDoes() {
        String link = link();

        browser.open(link);
        Browser.Shown page = browser.open(link);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.html()).contains(address, "<button");
        assertThat(ended()).isEmpty();

        Browser.Shown answer = browser.post(link, Map.of());
        assertThat(answer.status()).as(answer.html()).isEqualTo(200);
        assertThat(answer.html()).contains("No more mails");
        assertThat(ended())
                .containsExactly(
                        JsonObject.builder()
                                .put("app_id", "m.email")
                                .put("pushkey", address)
                                .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
    void aMailProgramEndsThemInOneStep(String type) {
        String body =
                type.startsWith("multipart")
                        ? "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n"
                        : "List-Unsubscribe=One-Click";
        String link = link();

        web.post()
                .uri(base -> URI.create(base.build() + link))
                .contentType(MediaType.parseMediaType(type))
                .bodyValue(body.getBytes(StandardCharsets.UTF_8))
                .headers(tokens.forNobody())
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(ended()).hasSize(1);
    }

    @Test
    void w05ALinkThatIsWrongEndsNothing() {
        String link = link();
        String token = link.substring(link.indexOf('=') + 1);
        String changed =
                token.substring(0, 30)
                        + (token.charAt(30) == 'A' ? 'B' : 'A')
                        + token.substring(31);

        for (String wrong :
                List.of(
                        changed,
                        token.substring(4),
                        token + "AAAA",
                        "",
                        "x",
                        "%00",
                        "A".repeat(3_000))) {
            assertThat(browser.open(UNSUBSCRIBE + "?token=" + wrong).status()).isIn(400, 404);
            assertThat(browser.post(UNSUBSCRIBE + "?token=" + wrong, Map.of()).status())
                    .isIn(400, 404);
        }
        assertThat(browser.post(UNSUBSCRIBE, Map.of("token", token)).status()).isEqualTo(400);
        assertThat(ended()).isEmpty();
    }

    @Test
    void whileSyncServiceIsAwayThePageSaysSo() {
        String link = link();
        RoomServiceDouble.INSTANCE.setSyncAway(true);

        assertThat(browser.post(link, Map.of()).status()).isEqualTo(503);
        RoomServiceDouble.INSTANCE.setSyncAway(false);
        assertThat(browser.post(link, Map.of()).status()).isEqualTo(200);
        assertThat(ended()).hasSize(1);
    }

    private String link() {
        assertThat(sent(alice, digest(1, "Tea", "hello"))).isEqualTo("SENT");
        Matcher link = LINK.matcher(letter(1).text());
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    /** Of Alice's pushers. */
    private List<JsonObject> ended() {
        return RoomServiceDouble.INSTANCE.unsubscribed().stream()
                .filter(each -> each.startsWith(alice + " "))
                .map(each -> Json.parseObject(each.substring(alice.length() + 1)))
                .toList();
    }

    private Mailbox.Letter letter(int count) {
        return mailbox.newest(address, arrived + count);
    }

    private String sent(String user, String digest) {
        return call("sync", "/internal/users/" + user + "/digest", digest).isOk().string("outcome");
    }

    private Answer askedFor(String user, String which) {
        return call(
                "sync",
                "/internal/users/" + user + "/digest/address",
                JsonObject.of("address", which).toString());
    }

    private Answer call(String service, String path, String body) {
        return auth.send(
                HttpMethod.POST,
                path,
                body.getBytes(StandardCharsets.UTF_8),
                tokens.forService(service));
    }

    private void execute(String sql) {
        database.sql(sql).bind("user", alice).then().block();
    }

    private static String header(MimeMessage message, String name) throws MessagingException {
        assertThat(message.getHeader(name)).as(name).hasSize(1);
        return message.getHeader(name)[0];
    }

    private String digest(long number, String name, String text) {
        return """
        {"number": %d, "address": "%s", "events": 3, "more_rooms": 4, "rooms": [
          {"room_id": "!room:test.local", "name": "%s", "earlier": 2, "events": [
            {"event_id": "$event", "sender": "@bob:test.local", "sender_name": "Bob", "what": "TEXT", "text": "%s"},
            {"event_id": "$other", "sender": "@bob:test.local", "sender_name": "Bob", "what": "ENCRYPTED"}]}]}
        """
                .formatted(number, address, name, text);
    }
}
