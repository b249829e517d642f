package dev.ganglion.sync.model;

import dev.ganglion.sync.TestUser;
import dev.ganglion.sync.model.Party.Receipt;
import dev.ganglion.sync.model.Party.Said;

import org.springframework.http.HttpMethod;

import java.util.List;

/** What users of a history do to what is theirs alone: receipts, account data and the like. */
final class AccountDeeds {
    private final Chance chance;
    private final Party party;
    private final DeedLog log;

    AccountDeeds(Chance chance, Party party, DeedLog log) {
        this.chance = chance;
        this.party = party;
        this.log = log;
    }

    /** Takes a deed to choose from, as often as its weight says. */
    interface Choices {
        void add(int weight, Runnable deed);
    }

    void offerTo(Choices choices) {
        choices.add(8, this::receipt);
        choices.add(2, this::markers);
        choices.add(3, this::accountData);
        choices.add(2, this::direct);
        choices.add(5, this::roomAccountData);
        choices.add(1, this::displayName);
        choices.add(1, this::typing);
    }

    private void direct() {
        TestUser user = party.anyone();
        log.answer(
                user.triesAt(
                        chance.below(2),
                        HttpMethod.PUT,
                        "/user/{user}/account_data/{type}",
                        "{\"%s\":[\"%s\",\"%s\"]}"
                                .formatted(party.anyone().id(), party.anyRoom(), party.anyRoom()),
                        user.id(),
                        "m.direct"));
    }

    private void receipt() {
        String room = party.anyRoom();
        party.anythingSaidIn(room).ifPresent(said -> receipt(room, said));
    }

    private void receipt(String room, Said said) {
        TestUser user = party.anyone();
        String thread = chance.isEven() ? "" : said.thread().orElse("main");
        String type = chance.any(List.of("m.read", "m.read.private"));
        String body = thread.isEmpty() ? "{}" : "{\"thread_id\":\"" + thread + "\"}";
        log.answer(
                        user.triesAt(
                                chance.below(2),
                                HttpMethod.POST,
                                "/rooms/{room}/receipt/{type}/{event}",
                                body,
                                room,
                                type,
                                said.eventId()))
                .ifPresent(
                        _ ->
                                party.read(
                                        user.id(),
                                        room,
                                        new Receipt(said.eventId(), thread, type)));
    }

    private void markers() {
        String room = party.anyRoom();
        TestUser user = party.anyone();
        party.anythingSaidIn(room)
                .ifPresent(
                        said ->
                                log.answer(
                                                user.triesAt(
                                                        chance.below(2),
                                                        HttpMethod.POST,
                                                        "/rooms/{room}/read_markers",
                                                        "{\"m.fully_read\":\"%s\",\"m.read\":\"%s\"}"
                                                                .formatted(
                                                                        said.eventId(),
                                                                        said.eventId()),
                                                        room))
                                        .ifPresent(
                                                _ ->
                                                        party.read(
                                                                user.id(),
                                                                room,
                                                                new Receipt(
                                                                        said.eventId(),
                                                                        "",
                                                                        "m.read"))));
    }

    private void accountData() {
        TestUser user = party.anyone();
        log.answer(
                user.triesAt(
                        chance.below(2),
                        HttpMethod.PUT,
                        "/user/{user}/account_data/{type}",
                        "{\"word\":\"" + chance.word() + "\"}",
                        user.id(),
                        "org.example." + chance.below(2)));
    }

    private void roomAccountData() {
        TestUser user = party.anyone();
        String room = party.anyRoom();
        int replica = chance.below(2);
        switch (chance.below(3)) {
            case 0 ->
                    log.answer(
                            user.triesAt(
                                    replica,
                                    HttpMethod.PUT,
                                    "/user/{user}/rooms/{room}/account_data/{type}",
                                    "{\"word\":\"" + chance.word() + "\"}",
                                    user.id(),
                                    room,
                                    "org.example." + chance.below(2)));
            case 1 ->
                    log.answer(
                            user.triesAt(
                                    replica,
                                    HttpMethod.PUT,
                                    "/user/{user}/rooms/{room}/tags/{tag}",
                                    "{\"order\":1}",
                                    user.id(),
                                    room,
                                    tag()));
            default ->
                    log.answer(
                            user.triesAt(
                                    replica,
                                    HttpMethod.DELETE,
                                    "/user/{user}/rooms/{room}/tags/{tag}",
                                    "",
                                    user.id(),
                                    room,
                                    tag()));
        }
    }

    private String tag() {
        return "u.tag" + chance.below(2);
    }

    private void displayName() {
        TestUser user = party.anyone();
        log.answer(
                user.triesRoom(
                        HttpMethod.PUT,
                        "/profile/{user}/displayname",
                        "{\"displayname\":\"" + chance.word() + "\"}",
                        user.id()));
    }

    private void typing() {
        TestUser user = party.anyone();
        log.answer(
                user.triesAt(
                        chance.below(2),
                        HttpMethod.PUT,
                        "/rooms/{room}/typing/{user}",
                        "{\"typing\":true,\"timeout\":1000}",
                        party.anyRoom(),
                        user.id()));
    }
}
