package dev.ganglion.sync.model;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.sync.TestUser;
import dev.ganglion.sync.model.Party.Said;

import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What users of a history do: anything, whether they may or not. What is refused changes nothing,
 * and nothing ever is the server's fault.
 */
final class Deeds {
    private static final List<String> PRESETS =
            List.of("public_chat", "public_chat", "private_chat", "trusted_private_chat");

    private final Chance chance;
    private final Party party;
    private final DeedLog log;
    private final List<Runnable> choices = new ArrayList<>();
    private int transactions;

    Deeds(Chance chance, Party party, DeedLog log) {
        this.chance = chance;
        this.party = party;
        this.log = log;
        choice(2, this::createRoom);
        choice(8, () -> inRoom("/join/{room}", "{}"));
        choice(4, () -> inRoom("/rooms/{room}/leave", "{}"));
        choice(1, () -> inRoom("/rooms/{room}/forget", "{}"));
        choice(1, () -> inRoom("/knock/{room}", "{}"));
        choice(5, () -> toSomebody("invite"));
        choice(2, () -> toSomebody("kick"));
        choice(2, () -> toSomebody("ban"));
        choice(2, () -> toSomebody("unban"));
        choice(22, this::message);
        choice(5, this::reply);
        choice(5, this::uncounted);
        choice(8, this::state);
        choice(3, this::rules);
        choice(4, this::redaction);
        new AccountDeeds(chance, party, log).offerTo(this::choice);
    }

    private void choice(int weight, Runnable deed) {
        for (int i = 0; i < weight; i++) {
            choices.add(deed);
        }
    }

    /** Somebody does something. */
    void one() {
        choices.get(chance.below(choices.size())).run();
    }

    /** A room that some of them are in. */
    void createRoom() {
        TestUser host = party.anyone();
        String body =
                "{\"preset\":\"%s\",\"invite\":[\"%s\"]}"
                        .formatted(chance.any(PRESETS), party.anyone().id());
        answer(host.triesRoom(HttpMethod.POST, "/createRoom", body))
                .flatMap(made -> made.string("room_id"))
                .ifPresent(party::created);
    }

    /** Somebody joins, for others to talk with. */
    void join(TestUser user, String room) {
        answer(user.triesRoom(HttpMethod.POST, "/join/{room}", "{}", room));
    }

    private void inRoom(String path, String body) {
        answer(party.anyone().triesRoom(HttpMethod.POST, path, body, party.anyRoom()));
    }

    private void toSomebody(String deed) {
        String body = "{\"user_id\":\"" + party.anyone().id() + "\"}";
        answer(
                party.anyone()
                        .triesRoom(
                                HttpMethod.POST, "/rooms/{room}/" + deed, body, party.anyRoom()));
    }

    private void message() {
        boolean mentions = chance.below(4) == 0;
        UserId mentioned = party.anyone().id();
        String content =
                "{\"msgtype\":\"m.text\",\"body\":\"%s\"%s}"
                        .formatted(
                                word(),
                                mentions
                                        ? ",\"m.mentions\":{\"user_ids\":[\"" + mentioned + "\"]}"
                                        : "");
        send(
                "m.room.message",
                content,
                true,
                mentions ? Set.of(mentioned) : Set.of(),
                Optional.empty(),
                party.anyRoom());
    }

    private void reply() {
        String room = party.anyRoom();
        party.anythingSaidIn(room)
                .filter(said -> said.thread().isEmpty() && said.isCounted())
                .ifPresent(root -> reply(room, root));
    }

    private void reply(String room, Said root) {
        String content =
                """
                {"msgtype":"m.text","body":"%s",\
                "m.relates_to":{"rel_type":"m.thread","event_id":"%s"}}\
                """
                        .formatted(word(), root.eventId());
        send("m.room.message", content, true, Set.of(), Optional.of(root.eventId()), room);
    }

    /** A notice, an edit or a reaction. */
    private void uncounted() {
        String room = party.anyRoom();
        String target = party.anythingSaidIn(room).map(Said::eventId).orElse("$none");
        switch (chance.below(3)) {
            case 0 ->
                    send(
                            "m.room.message",
                            "{\"msgtype\":\"m.notice\",\"body\":\"" + word() + "\"}",
                            room);
            case 1 ->
                    send(
                            "m.room.message",
                            """
                            {"msgtype":"m.text","body":"* x","m.new_content":{"msgtype":"m.text","body":"x"},\
                            "m.relates_to":{"rel_type":"m.replace","event_id":"%s"}}\
                            """
                                    .formatted(target),
                            room);
            default ->
                    send(
                            "m.reaction",
                            """
                            {"m.relates_to":{"rel_type":"m.annotation","event_id":"%s","key":"%s"}}\
                            """
                                    .formatted(target, word()),
                            room);
        }
    }

    private void send(String type, String content, String room) {
        send(type, content, false, Set.of(), Optional.empty(), room);
    }

    private void send(
            String type,
            String content,
            boolean isCounted,
            Set<UserId> mentioned,
            Optional<String> thread,
            String room) {
        TestUser sender = party.anyone();
        answer(
                        sender.triesRoom(
                                HttpMethod.PUT,
                                "/rooms/{room}/send/{type}/{txn}",
                                content,
                                room,
                                type,
                                transaction()))
                .flatMap(sent -> sent.string("event_id"))
                .ifPresent(
                        event -> {
                            Said said = new Said(event, sender.id(), isCounted, mentioned, thread);
                            party.said(room, said);
                            party.moved(room, type);
                        });
    }

    private void state() {
        switch (chance.below(3)) {
            case 0 -> set("m.room.topic", "", "{\"topic\":\"" + word() + "\"}");
            case 1 -> set("m.room.name", "", "{\"name\":\"" + word() + "\"}");
            default -> set("org.example.state", word(), "{\"word\":\"" + word() + "\"}");
        }
    }

    private void rules() {
        if (chance.isEven()) {
            String rule = chance.any(List.of("public", "invite", "knock"));
            set("m.room.join_rules", "", "{\"join_rule\":\"" + rule + "\"}");
        } else {
            String visibility =
                    chance.any(List.of("shared", "joined", "invited", "world_readable"));
            set("m.room.history_visibility", "", "{\"history_visibility\":\"" + visibility + "\"}");
        }
    }

    private void set(String type, String stateKey, String content) {
        answer(
                party.anyone()
                        .triesRoom(
                                HttpMethod.PUT,
                                "/rooms/{room}/state/{type}/{key}",
                                content,
                                party.anyRoom(),
                                type,
                                stateKey));
    }

    /**
     * Not of what was said in a thread: it is in none any more then, and counts as unread in the
     * main timeline where it was read in its thread alone.
     */
    private void redaction() {
        String room = party.anyRoom();
        party.anythingSaidIn(room)
                .filter(target -> target.thread().isEmpty())
                .ifPresent(
                        target ->
                                answer(
                                        party.anyone()
                                                .triesRoom(
                                                        HttpMethod.PUT,
                                                        "/rooms/{room}/redact/{event}/{txn}",
                                                        "{}",
                                                        room,
                                                        target.eventId(),
                                                        transaction())));
    }

    private Optional<JsonObject> answer(ResponseSpec response) {
        return log.answer(response);
    }

    private String transaction() {
        transactions++;
        return "t" + transactions;
    }

    private String word() {
        return chance.word();
    }
}
