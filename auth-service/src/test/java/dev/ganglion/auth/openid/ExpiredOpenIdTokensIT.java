package dev.ganglion.auth.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.testing.GanglionTest;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

@GanglionTest(properties = "ganglion.services.room.urls=http://127.0.0.1:1")
class ExpiredOpenIdTokensIT {
    @Autowired private OpenIdTokens tokens;
    @Autowired private DatabaseClient database;

    @Test
    void expiredTokensAreForgottenAndOthersKept() {
        run("insert into auth.account (user_id, created_at) values ('@openid:test.local', now())");
        insert("expired", "-1 second");
        insert("good", "1 minute");

        tokens.forgetExpired().block();

        assertThat(
                        database.sql(
                                        """
                                        select convert_from(token_hash, 'UTF8') as name
                                        from auth.openid_token
                                        where user_id = '@openid:test.local'
                                        """)
                                .mapValue(String.class)
                                .all()
                                .collectList()
                                .block())
                .containsExactly("good");
    }

    private void insert(String name, String expiresIn) {
        run(
                """
                insert into auth.openid_token (token_hash, user_id, expires_at)
                values ('%s', '@openid:test.local', now() + interval '%s')
                """
                        .formatted(name, expiresIn));
    }

    private void run(String statement) {
        database.sql(statement).then().block();
    }
}
