package dev.ganglion.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.GanglionTest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

/** How many clients there can be, and which are forgotten. */
@GanglionTest(properties = "ganglion.oauth.max-clients=3")
class ClientsIT {
    @Autowired private Clients clients;
    @Autowired private DatabaseClient database;

    @AfterEach
    void forget() {
        sql("delete from auth.device where oauth_client_id is not null");
        sql("delete from auth.oauth_client");
    }

    @Test
    void d10OneClientTooManyTakesThePlaceOfTheOldestThatNobodyUsed() {
        String used = used("used");
        String first = registered("first");
        String second = registered("second");
        assertThat(registered("used")).as("who is known may register again").isEqualTo(used);

        String third = registered("third");

        assertThat(isThere(first)).as("nobody has used it").isFalse();
        assertThat(isThere(used)).isTrue();
        assertThat(isThere(second)).isTrue();
        assertThat(isThere(third)).isTrue();
    }

    @Test
    void d10WhatSomebodyUsesMakesNoRoom() {
        used("used");
        String owner = registered("owner");
        device(owner);
        String allowed = registered("allowed");
        sql(
                """
                insert into auth.oauth_code
                    (code_hash, client_id, user_id, password_version, device_id, scope,
                     redirect_uri, code_challenge, expires_at)
                values ('\\x00', '%s', '@o:test.local', 0, 'D', 's', 'r', 'c', now())
                """
                        .formatted(allowed));

        assertThatThrownBy(() -> registered("one too many"))
                .isInstanceOf(OAuthException.class)
                .hasMessage("temporarily_unavailable");

        assertThat(isThere(owner)).as("it has a device").isTrue();
        assertThat(isThere(allowed)).as("a user has allowed it").isTrue();
    }

    @Test
    void clientsWithoutDevicesAreForgottenSoonestThoseThatNobodyEverUsed() {
        String used = used("used");
        String owner = registered("owner");
        device(owner);
        String unused = registered("unused");

        lastUsed("25 hours");
        clients.forgetUnused().block();
        assertThat(isThere(unused)).isFalse();
        assertThat(isThere(used)).isTrue();

        lastUsed("31 days");
        clients.forgetUnused().block();
        assertThat(isThere(used)).isFalse();
        assertThat(isThere(owner)).as("it has a device").isTrue();
    }

    @Test
    void anIdThatCannotBeOneIsNobodys() {
        assertThat(isThere("x\u0000'")).isFalse();
    }

    private void lastUsed(String age) {
        sql("update auth.oauth_client set last_used_at = now() - interval '" + age + "'");
    }

    private void device(String client) {
        sql(
                "insert into auth.account (user_id, created_at) values ('@o:test.local', now()) on conflict do nothing");
        sql(
                "insert into auth.device (user_id, device_id, created_at, oauth_client_id) values ('@o:test.local', 'D', now(), '"
                        + client
                        + "')");
    }

    private boolean isThere(String client) {
        return clients.find(client).blockOptional().isPresent();
    }

    private String used(String name) {
        return clients.register(JsonObject.of("client_name", name))
                .delayUntil(clients::markUsed)
                .map(Client::id)
                .blockOptional()
                .orElseThrow();
    }

    private String registered(String name) {
        return clients.register(JsonObject.of("client_name", name))
                .map(Client::id)
                .blockOptional()
                .orElseThrow();
    }

    private void sql(String statement) {
        database.sql(statement).then().block();
    }
}
